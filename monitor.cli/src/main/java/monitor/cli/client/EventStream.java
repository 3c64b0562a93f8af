package monitor.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows a stream of server-sent events (WHATWG HTML, "Server-sent events") over broken
 * connections and restarts of the platform: it connects again with the number of the event that it
 * saw last.
 */
public final class EventStream {
  /** The platform shows each ten seconds that it is there. */
  private static final Duration SILENCE = Duration.ofSeconds(25);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final ApiClient client;
  private final String path;
  private final Consumer<String> interruption;
  private final ObjectMapper json = new ObjectMapper();
  private String lastEventId = "";

  /**
   * Not connected yet.
   *
   * @param interruption told, in a sentence, when something may be missing
   */
  public EventStream(ApiClient client, String path, Consumer<String> interruption) {
    this.client = client;
    this.path = path;
    this.interruption = interruption;
  }

  /**
   * Calls back for each event of a topic until that says that it has enough.
   *
   * @param more returns whether to go on
   * @throws ApiException if the first connection fails, or the platform refuses a later one
   */
  public void follow(String topic, Predicate<JsonNode> more)
      throws ApiException, InterruptedException {
    boolean connected = false;
    Duration pause = FIRST_PAUSE;
    while (true) {
      try (BufferedReader lines = open()) {
        if (connected) {
          interruption.accept("connected again");
        }
        connected = true;
        pause = FIRST_PAUSE;
        if (!read(lines, topic, more)) {
          return;
        }
        interruption.accept("the platform closed the stream; connecting again");
      } catch (IOException e) {
        interruption.accept(
            "the connection broke (%s); connecting again".formatted(e.getMessage()));
      } catch (ApiException e) {
        if (!connected || !passing(e)) {
          throw e;
        }
      }
      Thread.sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  /** Whether waiting helps. */
  private static boolean passing(ApiException failure) {
    return switch (failure.kind()) {
      case UNREACHABLE, TIMEOUT, FAILED -> true;
      case AUTHENTICATION, NOT_FOUND, REFUSED, WRONG -> false;
    };
  }

  private BufferedReader open() throws ApiException {
    return new BufferedReader(
        new InputStreamReader(client.stream(path, lastEventId, SILENCE), StandardCharsets.UTF_8));
  }

  /** Returns whether the stream ended before enough was seen. */
  private boolean read(BufferedReader lines, String topic, Predicate<JsonNode> more)
      throws IOException {
    String event = "";
    StringBuilder data = new StringBuilder();
    for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id:")) {
        lastEventId = line.substring(3).strip();
      } else if (line.startsWith("event:")) {
        event = line.substring(6).strip();
      } else if (line.startsWith("data:")) {
        data.append(line.substring(5).strip());
      } else if (line.isEmpty()) {
        if (event.equals("reset")) {
          interruption.accept("some events were missed");
        } else if (event.equals(topic) && !more.test(json.readTree(data.toString()))) {
          return false;
        }
        event = "";
        data.setLength(0);
      }
    }
    return true;
  }
}
