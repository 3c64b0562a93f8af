package collector.logs;

import static collector.logs.LogFolder.PATIENCE;
import static collector.logs.LogFolder.await;
import static collector.logs.LogFolder.line;
import static collector.logs.LogFolder.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import monitor.api.event.Event;
import monitor.api.event.Severity;
import monitor.api.status.Status;
import monitor.testkit.SourceHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileSourceTest {
  @TempDir private Path folder;
  private LogFolder logs;

  @BeforeEach
  void open() {
    logs = new LogFolder(folder);
  }

  @Test
  void readsWhatIsThereAndWhatIsAppended() throws Exception {
    logs.append("a.log", "one\ntwo\n");
    try (SourceHarness harness = logs.harness().start()) {
      assertThat(await(harness, 2)).containsExactly("one", "two");
      logs.append("a.log", "three ERROR\n");
      Event third = harness.awaitEvents(3, PATIENCE).get(2);
      assertThat(line(third).body()).hasToString("three ERROR");
      assertThat(line(third).severity()).isEqualTo(Severity.ERROR);
      assertThat(third.attributes().get("log.file.path")).isEqualTo(folder + "/a.log");
      assertThat(third.attributes().get("log.file.name")).isEqualTo("a.log");
    }
  }

  @Test
  void findsFilesThatAppearLater() throws Exception {
    try (SourceHarness harness = logs.settings("**/*.log").harness().start()) {
      logs.append("late.log", "late\n");
      await(harness, 1);
      Files.createDirectories(logs.path("deep/er"));
      logs.append("deep/er/x.log", "deep\n");
      assertThat(await(harness, 2)).containsExactly("late", "deep");
    }
  }

  /**
   * Without a search: what comes is told, also where no folder was yet, or where one was before.
   */
  @Test
  void findsFilesInFoldersThatAppearLater() throws Exception {
    LogFolder.Settings settings = logs.settings("*.log", "app/logs/*.log", "other/fixed.log");
    logs.append("here.log", "zero\n");
    try (SourceHarness harness = settings.scanInterval(Duration.ofHours(1)).harness().start()) {
      await(harness, 1);
      Files.createDirectories(logs.path("app/logs"));
      logs.append("app/logs/a.log", "one\n");
      await(harness, 2);
      Files.createDirectory(logs.path("other"));
      logs.append("other/fixed.log", "two\n");
      await(harness, 3);
      logs.delete("app/logs/a.log");
      logs.delete("app/logs");
      logs.delete("app");
      Files.createDirectories(logs.path("app/logs"));
      logs.append("app/logs/b.log", "three\n");
      assertThat(await(harness, 4)).containsExactly("zero", "one", "two", "three");
    }
  }

  @Test
  void waitsForTheEndOfALine() throws Exception {
    try (SourceHarness harness = logs.harness().start()) {
      logs.append("a.log", "half");
      logs.append("b.log", "whole\n");
      await(harness, 1);
      logs.append("a.log", " and half\r\n\n");
      assertThat(await(harness, 3)).containsExactly("whole", "half and half", "");
    }
  }

  @Test
  void readsTheRestOfARenamedFileBeforeTheNewOne() throws Exception {
    try (SourceHarness harness = logs.harness().start()) {
      logs.append("a.log", "1\n");
      await(harness, 1);
      logs.append("a.log", "2\n");
      logs.rename("a.log", "a.log.1");
      logs.append("a.log.1", "3\n");
      logs.append("a.log", "4\n");
      await(harness, 4);
      logs.append("a.log.1", "5 late\n");
      assertThat(await(harness, 5)).containsExactly("1", "2", "3", "4", "5 late");
    }
  }

  @Test
  void readsTheRestOfTheFileThatWasRenamedLastBeforeTheNewOne() throws Exception {
    try (SourceHarness harness = logs.harness().start()) {
      logs.append("a.log", "1\n");
      await(harness, 1);
      logs.rename("a.log", "a.log.2");
      logs.append("a.log", "2\n");
      await(harness, 2);
      logs.rename("a.log", "a.log.1");
      logs.append("b.log", "a look without a.log\n");
      await(harness, 3);
      logs.append("a.log.1", "3 late\n");
      logs.append("a.log", "4\n");
      assertThat(await(harness, 5))
          .containsExactly("1", "2", "a look without a.log", "3 late", "4");
    }
  }

  /**
   * As with logrotate and {@code create}: the daemon is told when the new file is there already.
   */
  @Test
  void readsWhatIsWrittenLateToARenamedFileBeforeTheNewOne() throws Exception {
    try (SourceHarness harness = logs.harness().start()) {
      for (int round = 0; round < 10; round++) {
        logs.append("a.log", round + " early\n");
        await(harness, 4 * round + 1);
        logs.rename("a.log", "a.old." + round);
        logs.append("a.log", "");
        logs.append("b.log", round + " a look\n");
        await(harness, 4 * round + 2);
        logs.append("a.old." + round, round + " late\n");
        logs.append("a.log", round + " new\n");
        List<String> all = await(harness, 4 * round + 4);
        assertThat(all.subList(4 * round, 4 * round + 4))
            .containsExactly(round + " early", round + " a look", round + " late", round + " new");
      }
    }
  }

  /** A file in between, to which nothing was written, does not part the two around it. */
  @Test
  void emitsTheRecordThatWaitsInTheFileBeforeAnEmptyOneFirst() throws Exception {
    try (SourceHarness harness = logs.settings("*.log").records(indented()).harness().start()) {
      logs.append("a.log", "1\n2\n");
      await(harness, 1);
      logs.rename("a.log", "a.first");
      logs.append("a.log", "");
      logs.append("b.log", "a look\nanother\n");
      await(harness, 2);
      logs.rename("a.log", "a.empty");
      logs.append("a.log", "3\n4\n");
      assertThat(await(harness, 4)).startsWith("1", "a look", "2", "3");
    }
  }

  /** Another file keeps the source from reading the new one before it is renamed. */
  @Test
  void keepsTheOrderOfAFileThatIsRenamedBeforeItIsRead() throws Exception {
    String much = ("x".repeat(1000) + "\n").repeat(200);
    try (SourceHarness harness = logs.settings("*.log").records(indented()).harness().start()) {
      logs.append("a.log", "1\n2\n");
      await(harness, 1);
      harness.buffering(1);
      logs.append("b.log", much);
      harness.await(() -> harness.recorded().buffered() > 0, PATIENCE, "lines of b.log");
      logs.rename("a.log", "a.first");
      logs.append("a.log", "");
      logs.append("c.log", "a look\n" + much);
      Files.setLastModifiedTime(logs.path("c.log"), FileTime.fromMillis(0));
      harness.await(
          () -> {
            harness.drain();
            return lines(harness).contains("a look");
          },
          PATIENCE,
          "a line of c.log");
      logs.rename("a.log", "a.empty");
      logs.append("a.log", "3\n4\n");
      harness.buffering(Integer.MAX_VALUE);
      harness.drain();
      harness.await(() -> lines(harness).contains("3"), PATIENCE, "the newest file");
      assertThat(lines(harness)).filteredOn(line -> line.length() == 1).startsWith("1", "2", "3");
    }
  }

  private static RecordSettings indented() {
    return new RecordSettings(
        Encoding.UTF_8,
        '\n',
        1024,
        "indent",
        "",
        Duration.ofSeconds(10),
        "raw",
        "",
        ZoneOffset.UTC,
        "");
  }

  @Test
  void readsFilesThatWereRenamedWhileItWasDownInTheirOrder() throws Exception {
    StringBuilder much = new StringBuilder();
    try (SourceHarness harness = logs.harness().start()) {
      logs.append("a.log", "0\n");
      await(harness, 1);
      logs.rename("a.log", "a.log.1");
      logs.append("a.log", "1\n");
      await(harness, 2);
      harness.stop(PATIENCE);
      for (int i = 2; i < 100_000; i++) {
        much.append(i).append('\n');
      }
      logs.append("a.log", much.toString());
      logs.rename("a.log", "a.log.0");
      logs.append("a.log", "100000\n");
      harness.start();
      assertThat(await(harness, 100_001))
          .isEqualTo(IntStream.rangeClosed(0, 100_000).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void seesManyRotationsBetweenTwoLooks() throws Exception {
    try (SourceHarness harness = logs.settings("a.log*").harness().start()) {
      int number = 0;
      for (int round = 0; round < 5; round++) {
        for (int i = 4; i > 0; i--) {
          if (Files.exists(logs.path("a.log." + i))) {
            logs.rename("a.log." + i, "a.log." + (i + 1));
          }
        }
        if (Files.exists(logs.path("a.log"))) {
          logs.rename("a.log", "a.log.1");
        }
        logs.append("a.log", number++ + "\n" + number++ + "\n");
      }
      assertThat(await(harness, 10))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 10).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void startsAnewAfterATruncation() throws Exception {
    try (SourceHarness harness = logs.harness().start()) {
      logs.append("a.log", "a long first line\n");
      await(harness, 1);
      logs.truncate("a.log");
      logs.append("a.log", "2\n");
      assertThat(await(harness, 2)).containsExactly("a long first line", "2");
    }
  }

  /** Without a search, which comes late when the machine is busy. */
  @Test
  void startsAnewAfterATruncationThatOnlyTheWatchTells() throws Exception {
    LogFolder.Settings settings = logs.settings("*.log").scanInterval(Duration.ofHours(1));
    logs.append("a.log", "a long first line\n");
    try (SourceHarness harness = settings.harness().start()) {
      await(harness, 1);
      Files.writeString(logs.path("a.log"), "2\n");
      assertThat(await(harness, 2)).containsExactly("a long first line", "2");
    }
  }

  @Test
  void noticesThatAFileWasWrittenAnewAndIsLongerThanBefore() throws Exception {
    try (SourceHarness harness = logs.harness().start()) {
      logs.append("a.log", "short\n");
      await(harness, 1);
      harness.stop(PATIENCE);
      Files.writeString(logs.path("a.log"), "another and longer\n");
      harness.start();
      assertThat(await(harness, 2)).containsExactly("short", "another and longer");
    }
  }

  @Test
  void tellsAFileWithTheSameInodeSizeAndFirstKilobyteFromTheOneBefore() throws Exception {
    String begin = "x".repeat(1023) + "\n";
    try (SourceHarness harness = logs.harness().start()) {
      logs.append("a.log", begin + "old line\n");
      await(harness, 2);
      rewrite("a.log", begin + "new line\n");
      await(harness, 4);
      harness.stop(PATIENCE);
      rewrite("a.log", begin + "third ln\n");
      harness.start();
      String first = begin.strip();
      assertThat(await(harness, 6))
          .containsExactly(first, "old line", first, "new line", first, "third ln");
    }
  }

  /** In place, so that the inode stays. */
  private void rewrite(String name, String text) throws Exception {
    Files.writeString(logs.path(name), text, StandardOpenOption.WRITE);
  }

  @Test
  void readsAFileThatWasDeletedToItsEnd() throws Exception {
    try (SourceHarness harness = logs.harness()) {
      harness.buffering(1).start();
      logs.append("a.log", "1\n");
      harness.await(() -> harness.recorded().buffered() == 1, PATIENCE, "the first line");
      logs.append("a.log", "2\n");
      logs.delete("a.log");
      logs.append("a.log", "3\n");
      harness.await(
          () -> {
            harness.drain();
            return harness.recorded().events().size() == 3;
          },
          PATIENCE,
          "all lines");
      assertThat(lines(harness)).containsExactly("1", "2", "3");
    }
  }

  @Test
  void resumesByPosition() throws Exception {
    try (SourceHarness harness = logs.harness().start()) {
      logs.append("a.log", "1\n2\n");
      await(harness, 2);
      harness.stop(PATIENCE);
      logs.append("a.log", "3\n");
      harness.start();
      assertThat(await(harness, 3)).containsExactly("1", "2", "3");
    }
  }

  @Test
  void findsTheRestOfAFileThatWasRotatedWhileItWasDown() throws Exception {
    try (SourceHarness harness = logs.harness().start()) {
      logs.append("a.log", "1\n");
      await(harness, 1);
      harness.stop(PATIENCE);
      logs.append("a.log", "2\n");
      logs.rename("a.log", "a.log.1");
      logs.append("a.log", "3\n");
      harness.start();
      assertThat(await(harness, 3)).containsExactly("1", "2", "3");
    }
  }

  @Test
  void readsAFileWithAnInodeThatIsUsedAgain() throws Exception {
    try (SourceHarness harness = logs.harness().start()) {
      logs.append("a.log", "first life\n");
      await(harness, 1);
      harness.stop(PATIENCE);
      logs.delete("a.log");
      logs.append("a.log", "other life, longer\n");
      harness.start();
      assertThat(await(harness, 2)).containsExactly("first life", "other life, longer");
    }
  }

  @Test
  void losesAndDoublesNothingWhenItIsKilled() throws Exception {
    try (SourceHarness harness = logs.harness()) {
      for (int life = 0; life < 20; life++) {
        harness.buffering(7).start();
        for (int i = 0; i < 10; i++) {
          logs.append("a.log", life * 10 + i + "\n");
        }
        harness.await(() -> harness.recorded().buffered() > 0, PATIENCE, "lines");
        if (life % 2 == 0) {
          harness.drain();
        }
        harness.kill();
      }
      harness.buffering(Integer.MAX_VALUE).start();
      harness.await(
          () -> {
            harness.drain();
            return harness.recorded().events().size() >= 200;
          },
          PATIENCE,
          "all lines");
      assertThat(lines(harness))
          .isEqualTo(IntStream.range(0, 200).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void beginsAtTheEndOfOldFilesIfTold() throws Exception {
    logs.append("old.log", "old\nunfini");
    try (SourceHarness harness = logs.settings("*.log").fromEnd().harness().start()) {
      harness.await(
          () -> !harness.positions(monitor.api.event.Kind.LOG).isEmpty(), PATIENCE, "the position");
      logs.append("old.log", "shed\n");
      logs.append("new.log", "new\n");
      assertThat(await(harness, 2)).containsExactlyInAnyOrder("unfinished", "new");
    }
  }

  @Test
  void emitsAnUnfinishedLastLineWhenItsFileIsGone() throws Exception {
    try (SourceHarness harness =
        logs.settings("*.log").rotateWait(java.time.Duration.ZERO).harness().start()) {
      logs.append("a.log", "1\nunfinished");
      await(harness, 1);
      logs.rename("a.log", "a.old");
      assertThat(await(harness, 2)).containsExactly("1", "unfinished");
    }
  }

  @Test
  void leavesOutWhatIsExcludedAndWhatThePlatformWrites() throws Exception {
    Files.createDirectories(logs.path("platform/log"));
    logs.append("platform/log/own.log", "own\n");
    logs.append("not.log", "not\n");
    logs.append("yes.log", "yes\n");
    try (SourceHarness harness = logs.settings("**/*.log").excluding("not*").harness().start()) {
      await(harness, 1);
      logs.append("yes.log", "again\n");
      assertThat(await(harness, 2)).containsExactly("yes", "again");
    }
  }

  @Test
  void readsOneFileUnderSeveralNamesOnce() throws Exception {
    logs.append("a.log", "1\n");
    Files.createSymbolicLink(logs.path("link.log"), logs.path("a.log"));
    Files.createSymbolicLink(logs.path("loop"), folder);
    try (SourceHarness harness = logs.settings("**/*.log").harness().start()) {
      await(harness, 1);
      logs.append("a.log", "2\n");
      logs.append("b.log", "3\n");
      assertThat(await(harness, 3)).containsExactlyInAnyOrder("1", "2", "3");
    }
  }

  @Test
  void followsALinkThatLeadsElsewhere() throws Exception {
    logs.append("1.txt", "1\n");
    logs.append("2.txt", "2\n");
    Files.createSymbolicLink(logs.path("a.log"), logs.path("1.txt"));
    try (SourceHarness harness = logs.harness().start()) {
      await(harness, 1);
      logs.delete("a.log");
      Files.createSymbolicLink(logs.path("a.log"), logs.path("2.txt"));
      assertThat(await(harness, 2)).containsExactly("1", "2");
      logs.append("2.txt", "3\n");
      assertThat(await(harness, 3)).containsExactly("1", "2", "3");
    }
  }

  @Test
  void readsMoreFilesThanItMayHaveOpen() throws Exception {
    try (SourceHarness harness = logs.settings("*.log").maxOpenFiles(3).harness().start()) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 10; i++) {
          logs.append(i + ".log", round + "\n");
        }
        assertThat(await(harness, 10 * (round + 1))).hasSize(10 * (round + 1));
      }
    }
  }

  @Test
  void saysWhichFileItCannotReadAndReadsItLater() throws Exception {
    logs.append("secret.log", "1\n");
    Files.setPosixFilePermissions(
        logs.path("secret.log"), PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(logs.path("secret.log")))
        .as("not run: whoever runs this may read every file")
        .isFalse();
    try (SourceHarness harness = logs.harness().start()) {
      Status status = harness.awaitStatus(Status.Level.DEGRADED, PATIENCE);
      assertThat(status.reason())
          .isEqualTo("cannot read %s: permission denied".formatted(logs.path("secret.log")));
      Files.setPosixFilePermissions(
          logs.path("secret.log"), PosixFilePermissions.fromString("rw-------"));
      await(harness, 1);
      harness.awaitStatus(Status.Level.OK, PATIENCE);
    }
  }

  @Test
  void keepsThePlaceOfAFileThatIsAwayForAWhile() throws Exception {
    logs.append("a.log", "1\n");
    try (SourceHarness harness = logs.harness().start()) {
      await(harness, 1);
      harness.stop(PATIENCE);
      Path away = Files.createDirectory(folder.resolve("away")).resolve("a.log");
      Files.move(logs.path("a.log"), away);
      harness.start();
      logs.append("b.log", "2\n");
      await(harness, 2);
      Files.move(away, logs.path("a.log"));
      logs.append("a.log", "3\n");
      assertThat(await(harness, 3)).isEqualTo(List.of("1", "2", "3"));
    }
  }
}
