package monitor.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed while a platform starts, with a server of the test in its place. */
class ReadinessTest {
  private static final String LATE = "[+] core\n[-] sinks: sink.postgres is failed\nnot ready\n";

  /** What a machine takes that has much else to do. */
  private static final int SECONDS = 30;

  @TempDir Path folder;

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private volatile boolean ready;
  private HttpServer server;
  private String url = "";

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/readyz",
        exchange -> {
          boolean now = ready;
          byte[] body = (now ? "ready\n" : LATE).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(now ? 200 : 503, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void listens() throws Exception {
    Files.writeString(folder.resolve("run/monitor.json"), "{\"url\":\"" + url + "\"}");
  }

  @Test
  void tellsThatItDoesNotListen() throws Exception {
    ready = true;
    try (DataFolder data = DataFolder.open(folder)) {
      Thread announcing = announcing(data, Duration.ZERO);
      assertThat(line()).isEqualTo("Monitor does not listen yet; its log tells why");
      listens();
      announcing.join(Duration.ofSeconds(SECONDS));
    }
    assertThat(List.copyOf(lines)).hasSize(2).first().isEqualTo("Monitor is ready: " + url);
  }

  private Thread announcing(DataFolder data, Duration patience) throws Exception {
    Files.writeString(
        Files.createDirectories(folder.resolve("secrets")).resolve("setup"), "s3cret\n");
    Readiness readiness = new Readiness(data, new PrintStream(new Lines(), true), patience);
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            readiness.announce();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Each line by itself. */
  private final class Lines extends ByteArrayOutputStream {
    @Override
    public synchronized void flush() {
      toString(StandardCharsets.UTF_8).lines().forEach(lines::add);
      reset();
    }
  }

  private String line() throws InterruptedException {
    return String.valueOf(lines.poll(SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void tellsWhereItIsAndHowTheFirstAdministratorIsMade() throws Exception {
    ready = true;
    try (DataFolder data = DataFolder.open(folder)) {
      listens();
      announcing(data, Duration.ofSeconds(SECONDS)).join(Duration.ofSeconds(SECONDS));
    }
    assertThat(List.copyOf(lines))
        .containsExactly(
            "Monitor is ready: " + url,
            "Create the first administrator: " + url + "/#/setup?secret=s3cret");
  }

  @Test
  void tellsWhyItIsNotReadyAndLaterThatItIs() throws Exception {
    try (DataFolder data = DataFolder.open(folder)) {
      listens();
      Thread announcing = announcing(data, Duration.ZERO);
      assertThat(line())
          .isEqualTo("Monitor is at " + url + ", but not ready: sinks: sink.postgres is failed");
      assertThat(line()).contains("/#/setup?secret=s3cret");
      ready = true;
      announcing.join(Duration.ofSeconds(SECONDS));
      assertThat(List.copyOf(lines)).containsExactly("Monitor is ready: " + url);
    }
  }
}
