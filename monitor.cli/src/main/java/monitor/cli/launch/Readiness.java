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
import monitor.cli.client.Connections;

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
    Optional<RunNote> note = RunNote.read(data.root());
    while (note.isEmpty()) {
      pause(begun);
      note = RunNote.read(data.root());
    }
    String url = note.get().url();
    URI server = URI.create(url);
    boolean told = false;
    while (!ready(server)) {
      if (!told && !Instant.now().isBefore(begun.plus(patience))) {
        say("Monitor is at %s, but not ready: %s".formatted(url, objections(server)));
        tellSetup(url);
        told = true;
      }
      pause(begun);
    }
    say("Monitor is ready: " + url);
    if (!told) {
      tellSetup(url);
    }
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

  private void tellSetup(String url) {
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

  /** What the platform says that is missing. */
  private static String objections(URI server) {
    try {
      HttpURLConnection http = Connections.open(server, "/readyz?verbose");
      http.setReadTimeout(TIMEOUT_MILLIS);
      InputStream body =
          http.getResponseCode() == 200 ? http.getInputStream() : http.getErrorStream();
      return new String(body.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(FAILS))
          .map(line -> line.substring(FAILS.length()))
          .collect(Collectors.joining(", "));
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
