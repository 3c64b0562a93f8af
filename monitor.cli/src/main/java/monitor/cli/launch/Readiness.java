package monitor.cli.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import monitor.cli.client.Connections;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the HTTP endpoint, and tells the person at the terminal where it is; after a while also
 * why it is not ready.
 */
final class Readiness {
  private static final Duration SHORTEST = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final String FAILS = "[-] ";

  private final DataFolder data;
  private final PrintStream out;
  private final Duration patience;
  private boolean setupTold;

  Readiness(DataFolder data, PrintStream out) {
    this(data, out, PATIENCE);
  }

  Readiness(DataFolder data, PrintStream out, Duration patience) {
    this.data = data;
    this.out = out;
    this.patience = patience;
  }

  /** Returns when it is ready and that has been printed; runs on a thread of its own. */
  void announce() throws InterruptedException {
    Instant begun = Instant.now();
    boolean told = false;
    String url = url();
    while (url.isEmpty() || !ready(URI.create(url))) {
      if (!told && !Instant.now().isBefore(begun.plus(patience))) {
        told = tellWhyNot(url);
      }
      pause(begun);
      url = url();
    }
    say("Monitor is ready: " + url);
    tellSetup(url);
  }

  /** Where it listens; empty as long as it does not. */
  private String url() {
    return RunNote.read(data.root()).map(RunNote::url).orElse("");
  }

  /** Whether there was something to tell. */
  private boolean tellWhyNot(String url) {
    if (url.isEmpty()) {
      say("Monitor does not listen yet; its log tells why");
      return true;
    }
    String objections = objections(URI.create(url));
    if (objections.isEmpty()) {
      return false;
    }
    say("Monitor is at %s, but not ready: %s".formatted(url, objections));
    tellSetup(url);
    return true;
  }

  /** The longer it takes, the less often it is asked. */
  private static void pause(Instant begun) throws InterruptedException {
    Duration waited = Duration.between(begun, Instant.now()).dividedBy(50);
    Duration longer = waited.compareTo(SHORTEST) > 0 ? waited : SHORTEST;
    Thread.sleep(longer.compareTo(LONGEST) < 0 ? longer : LONGEST);
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Once. */
  private void tellSetup(String url) {
    if (setupTold) {
      return;
    }
    setupTold = true;
    secret()
        .ifPresent(secret ->
            say("Create the first administrator: %s/#/setup?secret=%s".formatted(url, secret)));
  }

  private Optional<String> secret() {
    try {
      return Optional.of(Files.readString(data.setupSecret()).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What the platform says that is missing; empty if it is ready by now. */
  private static String objections(URI server) {
    try {
      HttpURLConnection http = Connections.open(server, "/readyz?verbose");
      http.setReadTimeout(TIMEOUT_MILLIS);
      if (http.getResponseCode() == 200) {
        return "";
      }
      try (@Nullable InputStream body = http.getErrorStream()) {
        String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
        String failing =
            text.lines()
                .filter(line -> line.startsWith(FAILS))
                .map(line -> line.substring(FAILS.length()))
                .collect(Collectors.joining(", "));
        return failing.isEmpty() ? "it answers " + http.getResponseCode() : failing;
      }
    } catch (SSLException e) {
      return "it cannot be asked, as its certificate is not trusted here: " + e.getMessage();
    } catch (IOException e) {
      return "it does not answer: " + e.getMessage();
    }
  }

  private static boolean ready(URI server) {
    try {
      HttpURLConnection http = Connections.open(server, "/readyz");
      http.setReadTimeout(TIMEOUT_MILLIS);
      return http.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
