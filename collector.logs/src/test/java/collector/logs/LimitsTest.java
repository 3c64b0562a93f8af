package collector.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import monitor.api.status.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors, watches and rights that run out, and files that are none. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LimitsTest {
  @TempDir private Path folder;
  private LogFolder logs;

  @BeforeEach
  void open() {
    logs = new LogFolder(folder);
  }

  private void assumeRoot() {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "not run: needs root for a user namespace");
  }

  @Test
  void readsAllFilesWithFewerDescriptorsThanFiles() throws Exception {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      logs.append(i + ".log", "first " + i + "\n");
      written.add("first " + i);
    }
    String limited = "ulimit -n 48; exec \"$@\"";
    try (SourceProcess source = new SourceProcess(folder, "*.log", "sh", "-c", limited)) {
      source.await(line -> source.lines().size() == 60);
      for (int i = 0; i < 60; i++) {
        logs.append(i + ".log", "second " + i + "\n");
        written.add("second " + i);
      }
      source.await(line -> source.lines().size() == 120);
      assertThat(source.lines()).containsExactlyInAnyOrderElementsOf(written);
    }
  }

  /** Sixteen times as many as may be open, in ten folders. */
  @Test
  void readsAThousandFilesThatGrowAllTheTime() throws Exception {
    List<String> written = new ArrayList<>();
    try (var harness = logs.settings("*/*.log").harness().start()) {
      for (int round = 0; round < 8; round++) {
        for (int file = 0; file < 1_000; file++) {
          Files.createDirectories(logs.path("d" + file % 10));
          String line = file + " in round " + round;
          logs.append("d%d/%d.log".formatted(file % 10, file), line + "\n");
          written.add(line);
        }
      }
      harness.await(
          () -> harness.recorded().events().size() >= written.size(),
          Duration.ofSeconds(60),
          written.size() + " lines");
      assertThat(LogFolder.lines(harness)).containsExactlyInAnyOrderElementsOf(written);
      assertThat(harness.recorded().status()).isEqualTo(Status.OK);
    }
  }

  @Test
  @Tag("full")
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void readsFiftyThousandFiles() throws Exception {
    int files = 50_000;
    for (int folder = 0; folder < 50; folder++) {
      Files.createDirectory(logs.path("d" + folder));
    }
    for (int file = 0; file < files; file++) {
      logs.append("d%d/%d.log".formatted(file % 50, file), file + "\n");
    }
    try (var harness = logs.settings("*/*.log").harness().start()) {
      harness.awaitEvents(files, Duration.ofMinutes(2));
      logs.append("d7/7.log", "one more\n");
      harness.awaitEvents(files + 1, Duration.ofSeconds(60));
      logs.append("d7/new.log", "a new one\n");
      harness.awaitEvents(files + 2, Duration.ofSeconds(60));
      assertThat(LogFolder.lines(harness))
          .doesNotHaveDuplicates()
          .hasSize(files + 2)
          .contains("one more", "a new one");
    }
  }

  @Test
  void looksFromTimeToTimeWhereNoFolderCanBeWatched() throws Exception {
    assumeRoot();
    logs.append("a.log", "1\n");
    String without = "echo 0 > /proc/sys/user/max_inotify_watches; exec \"$@\"";
    try (SourceProcess source =
        new SourceProcess(folder, "*.log", "unshare", "-U", "-r", "sh", "-c", without)) {
      source.await("line 1"::equals);
      source.await(line -> line.contains("DEGRADED") && line.contains("cannot watch"));
      logs.append("a.log", "2\n");
      source.await("line 2"::equals);
    }
  }

  @Test
  void readsOnWhenAPermissionIsGivenBack() throws Exception {
    assumeRoot();
    logs.append("a.log", "1\n");
    Files.setAttribute(logs.path("a.log"), "unix:uid", 12_345);
    Files.setPosixFilePermissions(logs.path("a.log"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (SourceProcess source =
        new SourceProcess(folder, "*.log", "unshare", "-U", "-r", "sh", "-c", "exec \"$@\"")) {
      source.await("line 1"::equals);
      Files.setPosixFilePermissions(
          logs.path("a.log"), PosixFilePermissions.fromString("---------"));
      logs.append("b.log", "other\n");
      source.await("line other"::equals);
      logs.append("a.log", "2\n");
      Files.setPosixFilePermissions(
          logs.path("a.log"), PosixFilePermissions.fromString("rw-r--r--"));
      source.await("line 2"::equals);
      assertThat(source.lines()).containsExactlyInAnyOrder("1", "other", "2");
    }
  }

  @Test
  void leavesOutPipesAndLoopsAndSaysWhy() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", logs.path("pipe.log").toString()).start().waitFor())
        .isZero();
    Files.createSymbolicLink(logs.path("loop.log"), logs.path("loop.log"));
    logs.append("a.log", "1\n");
    try (var harness = logs.harness().start()) {
      LogFolder.await(harness, 1);
      assertThat(harness.awaitStatus(Status.Level.DEGRADED, LogFolder.PATIENCE).reason())
          .contains("cannot read", "(and 1 more)");
    }
  }

  @Test
  void keepsItsPlaceWhenLogrotateRotates() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/logrotate")), "not run: logrotate is not installed");
    for (String how : List.of("create", "copytruncate", "compress", "copytruncate\n compress")) {
      Path own = Files.createDirectory(folder.resolve(how.replaceAll("\\W+", "-")));
      LogFolder here = new LogFolder(own);
      Files.writeString(
          own.resolve("rotate.conf"),
          "%s/a.log {\n rotate 5\n missingok\n su root root\n %s\n}\n".formatted(own, how));
      List<String> written = new ArrayList<>();
      try (var harness = here.settings("a.log*").excluding("*.gz").harness().start()) {
        for (int round = 0; round < 4; round++) {
          for (int i = 0; i < 50; i++) {
            String line = how.hashCode() + "-" + written.size();
            here.append("a.log", line + "\n");
            written.add(line);
          }
          harness.await(
              () -> LogFolder.lines(harness).contains(written.getLast()), LogFolder.PATIENCE, how);
          Process rotate =
              new ProcessBuilder(
                      "/usr/sbin/logrotate", "-f", "-s", own + "/state", own + "/rotate.conf")
                  .redirectErrorStream(true)
                  .start();
          String said =
              new String(
                  rotate.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
          assertThat(rotate.waitFor()).as(said).isZero();
        }
        here.append("a.log", "end\n");
        written.add("end");
        harness.await(() -> LogFolder.lines(harness).contains("end"), LogFolder.PATIENCE, how);
        assertThat(LogFolder.lines(harness)).as(how).containsExactlyInAnyOrderElementsOf(written);
      }
    }
  }
}
