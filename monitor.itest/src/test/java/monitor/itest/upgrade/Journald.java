package monitor.itest.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import monitor.itest.Await;
import monitor.itest.StoredLines;
import org.jspecify.annotations.Nullable;

/**
 * A real systemd-journald in namespaces of its own, and one program whose standard output it reads:
 * the lines of {@link StoredLines} at a rate, from a thread of its own.
 */
final class Journald implements AutoCloseable {
  private static final String MACHINE = "0123456789abcdef0123456789abcdef";
  private static final long TICK_NANOS = 20_000_000;
  private static final int TICKS_PER_SECOND = 50;
  private static final String START =
      """
      set -e
      mount --make-rprivate /
      mount -t tmpfs tmpfs /run
      mkdir -p /run/systemd/journal /run/log/journal /run/systemd/journald.conf.d
      mount --bind "$1/journal" /run/log/journal
      mount --bind "$1/machine-id" /etc/machine-id
      printf '[Journal]\\nStorage=volatile\\nRateLimitIntervalSec=0\\nReadKMsg=no\\nAudit=no\\nForwardToSyslog=no\\nForwardToWall=no\\nRuntimeMaxUse=1G\\nRuntimeMaxFileSize=64M\\n' \
        > /run/systemd/journald.conf.d/test.conf
      exec /lib/systemd/systemd-journald
      """;

  private final Path files;
  private final String name;
  private final int perSecond;
  private final Process namespace;
  private final String leader;
  private final Process program;
  private final Thread thread;
  private volatile boolean stop;
  private volatile long written;
  private volatile @Nullable IOException failure;

  /** Starts both; the test does not run where that is not allowed. */
  Journald(Path folder, String name, int perSecond) throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/lib/systemd/systemd-journald"))
            && "root".equals(System.getProperty("user.name")),
        "not run: systemd-journald is not installed, or no namespaces can be made");
    this.name = name;
    this.perSecond = perSecond;
    files = Files.createDirectory(folder.resolve("journal")).resolve(MACHINE);
    Files.writeString(folder.resolve("machine-id"), MACHINE + "\n");
    List<String> command =
        new ArrayList<>(List.of("unshare", "-m", "-p", "--fork", "--kill-child", "--mount-proc"));
    command.addAll(List.of("sh", "-c", START, "journald", folder.toString()));
    namespace =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("journald.txt").toFile())
            .start();
    Await.until(
        "a journal",
        Duration.ofSeconds(30),
        () -> Files.exists(files.resolve("system.journal")),
        exists -> exists);
    leader = Long.toString(namespace.toHandle().children().findFirst().orElseThrow().pid());
    program = inside("systemd-cat", "--identifier=" + name, "cat");
    thread = new Thread(this::write, "writer of " + name);
    thread.start();
  }

  /** The folder of its files. */
  Path files() {
    return files;
  }

  private Process inside(String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of("nsenter", "-t", leader, "-m", "-p"));
    all.addAll(List.of(command));
    return new ProcessBuilder(all).redirectErrorStream(true).start();
  }

  private void run(String... command) throws IOException, InterruptedException {
    Process process = inside(command);
    process.getOutputStream().close();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    process.getInputStream().transferTo(said);
    assertThat(process.waitFor()).as("%s: %s", List.of(command), said).isZero();
  }

  private void write() {
    try (OutputStream out = program.getOutputStream()) {
      while (!stop) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < perSecond / TICKS_PER_SECOND; i++) {
          lines.append(StoredLines.line(name, written + i)).append('\n');
        }
        out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
        out.flush();
        written += perSecond / TICKS_PER_SECOND;
        LockSupport.parkNanos(TICK_NANOS);
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Lines that were written so far. */
  long written() {
    return written;
  }

  /** Has it begin a new file. */
  void rotate() throws IOException, InterruptedException {
    run("journalctl", "--rotate");
  }

  /** Removes all files but those that were written last. */
  void vacuum() throws IOException, InterruptedException {
    run("journalctl", "--vacuum-files=2");
  }

  /** Writes no more, and answers how many lines lie in the journal. */
  long finish() throws Exception {
    stop = true;
    thread.join();
    IOException broken = failure;
    if (broken != null) {
      throw broken;
    }
    assertThat(program.waitFor()).isZero();
    run("journalctl", "--sync");
    return written;
  }

  @Override
  public void close() throws InterruptedException {
    stop = true;
    namespace.destroyForcibly().waitFor();
    program.destroyForcibly().waitFor();
    thread.join();
  }
}
