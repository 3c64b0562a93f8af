package monitor.cli.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import monitor.cli.client.Connections;

/** Waits for the HTTP endpoint, and tells the person at the terminal where it is. */
final class Readiness {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int TIMEOUT_MILLIS = 5_000;

  private final DataFolder data;
  private final PrintStream out;

  Readiness(DataFolder data, PrintStream out) {
    this.data = data;
    this.out = out;
  }

  /** Returns when the address has been printed; runs on a thread of its own. */
  void announce() throws InterruptedException {
    Optional<RunNote> note = RunNote.read(data.root());
    while (note.isEmpty()) {
      Thread.sleep(PAUSE);
      note = RunNote.read(data.root());
    }
    String url = note.get().url();
    awaitReady(URI.create(url));
    out.println("Monitor is ready: " + url);
    if (secret().isPresent()) {
      out.println(
          "Create the first administrator: %s/#/setup?secret=%s".formatted(url, secret().get()));
    }
    out.flush();
  }

  private Optional<String> secret() {
    try {
      return Optional.of(Files.readString(data.setupSecret()).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void awaitReady(URI server) throws InterruptedException {
    while (!ready(server)) {
      Thread.sleep(PAUSE);
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
