package collector.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real rsyslogd that writes what {@code logger} tells it into a file, and its rotation. */
final class Rsyslog implements AutoCloseable {
  private static final Path LOGROTATE = Path.of("/usr/sbin/logrotate");
  private static final Path RSYSLOGD = Path.of("/usr/sbin/rsyslogd");

  private static final String CONFIGURATION =
      """
      global(workDirectory="%1$s")
      module(load="imuxsock" SysSock.Use="off")
      input(type="imuxsock" Socket="%1$s/socket" RateLimit.Interval="0")
      action(type="omfile" file="%1$s/app.log" template="RSYSLOG_%2$s")
      """;

  private final Path folder;
  private final Process process;

  /**
   * Starts it; the test does not run where it is not installed.
   *
   * @param folder where its file {@code app.log} lies
   * @param template how it writes a line: {@code FileFormat} (RFC 3339 times), or {@code
   *     TraditionalFileFormat}, or {@code SyslogProtocol23Format} (RFC 5424)
   */
  Rsyslog(Path folder, String template) throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(RSYSLOGD) && Files.isExecutable(LOGROTATE),
        "not run: rsyslog or logrotate is absent");
    this.folder = folder;
    Files.writeString(folder.resolve("rsyslog.conf"), CONFIGURATION.formatted(folder, template));
    process =
        new ProcessBuilder(
                RSYSLOGD.toString(),
                "-n",
                "-iNONE",
                "-f",
                folder.resolve("rsyslog.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("rsyslog.out").toFile())
            .start();
    long end = System.nanoTime() + LogFolder.PATIENCE.toNanos();
    while (Files.notExists(folder.resolve("socket"))) {
      assertThat(process.isAlive() && System.nanoTime() - end < 0)
          .as(() -> "rsyslogd starts, see " + folder.resolve("rsyslog.out"))
          .isTrue();
      Thread.onSpinWait();
    }
  }

  /** Sends messages, each a line; rsyslogd may write them later. */
  void send(List<String> messages) throws IOException, InterruptedException {
    Process logger =
        new ProcessBuilder(
                "logger",
                "--socket=" + folder.resolve("socket"),
                "--tag=torture",
                "--priority=local0.warning")
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = logger.getOutputStream()) {
      in.write((String.join("\n", messages) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(logger.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(logger.waitFor()).as(said).isZero();
  }

  /**
   * Has logrotate rotate the file.
   *
   * @param directives further lines; with those of {@code create} the daemon is told by HUP
   */
  void rotate(String directives) throws IOException, InterruptedException {
    Path configuration = folder.resolve("rotate.conf");
    Files.writeString(
        configuration,
        """
        %s/app.log {
          rotate 100
          missingok
          su root root
          %s
          postrotate
            kill -HUP %d
          endscript
        }
        """
            .formatted(folder, directives, process.pid()));
    Process logrotate =
        new ProcessBuilder(
                LOGROTATE.toString(),
                "--force",
                "--state=" + folder.resolve("rotate.state"),
                configuration.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(logrotate.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(logrotate.waitFor()).as(said).isZero();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
