package collector.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real systemd-journald in mount and process namespaces of its own, and its journal. */
final class PrivateJournal implements AutoCloseable {
  private static final String MACHINE = "0123456789abcdef0123456789abcdef";
  private static final String START =
      """
      set -e
      mount --make-rprivate /
      mount -t tmpfs tmpfs /run
      mkdir -p /run/systemd/journal /run/log/journal /run/systemd/journald.conf.d
      mount --bind "$1/journal" /run/log/journal
      mount --bind "$1/machine-id" /etc/machine-id
      printf '[Journal]\\nStorage=volatile\\nRateLimitIntervalSec=0\\nReadKMsg=no\\nAudit=no\\nForwardToSyslog=no\\nForwardToWall=no\\nRuntimeMaxUse=1G\\nRuntimeMaxFileSize=400M\\n' \
        > /run/systemd/journald.conf.d/test.conf
      exec /lib/systemd/systemd-journald
      """;

  private final Path folder;
  private final Process namespace;
  private final String leader;

  /** Starts it; the test does not run where that is not allowed. */
  PrivateJournal(Path folder) throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of("/lib/systemd/systemd-journald"))
            && "root".equals(System.getProperty("user.name")),
        "not run: systemd-journald is not installed, or no namespaces can be made");
    this.folder = folder;
    Files.createDirectory(folder.resolve("journal"));
    Files.writeString(folder.resolve("machine-id"), MACHINE + "\n");
    namespace =
        new ProcessBuilder(
                "unshare",
                "-m",
                "-p",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "sh",
                "-c",
                START,
                "journald",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("journald.log").toFile())
            .start();
    awaitFile(journal().resolve("system.journal"));
    leader = Long.toString(namespace.toHandle().children().findFirst().orElseThrow().pid());
  }

  private void awaitFile(Path file) throws IOException, InterruptedException {
    long end = System.nanoTime() + LogFolder.PATIENCE.toNanos();
    while (Files.notExists(file)) {
      assertThat(System.nanoTime() - end)
          .as(() -> "journald did not start: " + folder.resolve("journald.log"))
          .isNegative();
      Thread.onSpinWait();
    }
  }

  /** The folder of its files. */
  Path journal() {
    return folder.resolve("journal").resolve(MACHINE);
  }

  JournalSettings settings(String... filters) {
    return new JournalSettings(List.of(filters), false, List.of("FOO"), 1024, journal().toString());
  }

  /** Writes an entry and waits until it lies in the files. */
  void write(String message) throws IOException, InterruptedException {
    write(
        ("MESSAGE=" + message + "\nSYSLOG_IDENTIFIER=test\nPRIORITY=4\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  void write(byte[] fields) throws IOException, InterruptedException {
    inside(fields, "logger", "--journald");
    inside(new byte[0], "journalctl", "--sync");
  }

  void rotate() throws IOException, InterruptedException {
    inside(new byte[0], "journalctl", "--rotate");
  }

  /** Removes all files but the one that is written to. */
  void vacuum() throws IOException, InterruptedException {
    rotate();
    inside(new byte[0], "journalctl", "--vacuum-files=1");
  }

  /** Files that are not written to any more, the oldest first. */
  List<Path> archived() throws IOException {
    try (var files = Files.list(journal())) {
      return files.filter(file -> file.toString().contains("@")).sorted().toList();
    }
  }

  private void inside(byte[] input, String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("nsenter", "-t", leader, "-m", "-p"));
    all.addAll(List.of(command));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    process.getInputStream().transferTo(out);
    assertThat(process.waitFor()).as("%s: %s", all, out).isZero();
  }

  @Override
  public void close() throws InterruptedException {
    namespace.destroyForcibly().waitFor();
  }
}
