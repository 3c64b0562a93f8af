package collector.logs;

import static collector.logs.LogFolder.PATIENCE;
import static collector.logs.LogFolder.await;
import static collector.logs.LogFolder.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import monitor.api.event.Kind;
import monitor.api.status.Status;
import monitor.testkit.SourceHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotation by a copy of the file, with patterns that find the copy and with others. */
class CopyTruncateTest {
  @TempDir private Path folder;
  private LogFolder logs;

  @BeforeEach
  void open() {
    logs = new LogFolder(folder);
  }

  private void copyTruncate() throws Exception {
    logs.copy("a.log", "a.log.1");
    logs.truncate("a.log");
  }

  /** Makes sure that what comes next is all that comes. */
  private void assertThenOnly(SourceHarness harness, String... expected) throws Exception {
    logs.append("end.log", "end\n");
    harness.await(() -> lines(harness).contains("end"), PATIENCE, "the end");
    assertThat(lines(harness).stream().filter(line -> !line.equals("end")))
        .containsExactly(expected);
  }

  @Test
  void doesNotReadACopyAgain() throws Exception {
    try (SourceHarness harness = logs.settings("*.log*").harness().start()) {
      logs.append("a.log", "1\n2\n");
      await(harness, 2);
      copyTruncate();
      logs.append("a.log", "3\n");
      await(harness, 3);
      assertThenOnly(harness, "1", "2", "3");
      harness.stop(PATIENCE);
      harness.start();
      logs.append("a.log", "4\n");
      await(harness, 5);
      assertThat(lines(harness)).containsExactlyInAnyOrder("1", "2", "3", "end", "4");
    }
  }

  /** A file without bytes could be the beginning of a copy of any of these. */
  @Test
  void doesNotReadACopyAgainThatWasSeenBeforeItHadAByte() throws Exception {
    LogFolder.Settings patient = logs.settings("*.log*").copyWait(PATIENCE.multipliedBy(2));
    try (SourceHarness harness = patient.harness().start()) {
      for (String other : List.of("a.log.1", "a.log.z")) {
        logs.append(other, "of " + other + "\n");
      }
      await(harness, 2);
      logs.append("a.log.live", "1\n2\n");
      await(harness, 4);
      logs.append("a.log.0043", "");
      assertSeen(harness, "begun");
      logs.append("a.log.0043", "1\n2\n");
      assertSeen(harness, "copied");
      logs.truncate("a.log.live");
      logs.append("a.log.live", "3\n");
      assertSeen(harness, "truncated");
      assertSeen(harness, "end");
      assertThat(lines(harness))
          .containsExactlyInAnyOrder(
              "of a.log.1", "of a.log.z", "1", "2", "begun", "copied", "3", "truncated", "end");
    }
  }

  /** The folder has been looked at since. */
  private void assertSeen(SourceHarness harness, String what) throws Exception {
    logs.append(what + ".log", what + "\n");
    harness.await(() -> lines(harness).contains(what), PATIENCE, what);
  }

  @Test
  void readsFromTheCopyWhatWasTruncatedBeforeItWasRead() throws Exception {
    try (SourceHarness harness = logs.settings("*.log*").harness().start()) {
      logs.append("a.log", "1\n");
      await(harness, 1);
      harness.stop(PATIENCE);
      logs.append("a.log", "2\n");
      copyTruncate();
      logs.append("a.log", "3\n");
      harness.start();
      await(harness, 3);
      assertThenOnly(harness, "1", "2", "3");
    }
  }

  @Test
  void findsTheCopyAlsoWhereNoPatternDoes() throws Exception {
    try (SourceHarness harness = logs.settings("*.log").harness().start()) {
      logs.append("a.log", "1\n");
      await(harness, 1);
      harness.stop(PATIENCE);
      logs.append("a.log", "2\n");
      copyTruncate();
      logs.append("a.log", "3\n");
      harness.start();
      await(harness, 3);
      assertThenOnly(harness, "1", "2", "3");
      assertThat(harness.recorded().status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void readsACopyThatWasCompressedMeanwhile() throws Exception {
    try (SourceHarness harness = logs.settings("*.log").harness().start()) {
      logs.append("a.log", "1\n");
      await(harness, 1);
      harness.stop(PATIENCE);
      logs.append("a.log", "2\n");
      copyTruncate();
      logs.compress("a.log.1", "a.log.1.gz");
      logs.append("a.log", "3\n");
      harness.start();
      await(harness, 3);
      assertThenOnly(harness, "1", "2", "3");
    }
  }

  @Test
  void readsARenamedFileThatWasCompressedMeanwhileOnce() throws Exception {
    try (SourceHarness harness = logs.settings("*.log").harness().start()) {
      logs.append("a.log", "1\n");
      await(harness, 1);
      harness.stop(PATIENCE);
      logs.append("a.log", "2\n" + "x".repeat(1000) + "\nlast");
      logs.rename("a.log", "a.log.1");
      logs.compress("a.log.1", "a.log.1.gz");
      logs.append("a.log", "3\n");
      harness.start();
      await(harness, 4);
      harness.stop(PATIENCE);
      harness.start();
      logs.append("a.log", "4\n");
      await(harness, 5);
      assertThenOnly(harness, "1", "2", "x".repeat(1000), "3", "4");
    }
  }

  @Test
  void readsACompressedFileThatWasNeverReadFromItsBeginningIfAPatternFindsIt() throws Exception {
    logs.append("old.log", "1\n2\nlast");
    logs.compress("old.log", "old.log.gz");
    try (SourceHarness harness =
        logs.settings("*.gz").rotateWait(java.time.Duration.ZERO).harness().start()) {
      assertThat(await(harness, 3)).containsExactly("1", "2", "last");
    }
  }

  @Test
  void readsACompressedFileOfVeryManyMembers() throws Exception {
    ByteArrayOutputStream empty = new ByteArrayOutputStream();
    new GZIPOutputStream(empty).close();
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(logs.path("old.log.gz")))) {
      for (int member = 0; member < 100_000; member++) {
        out.write(empty.toByteArray());
      }
      GZIPOutputStream last = new GZIPOutputStream(out);
      last.write("1\n2\n".getBytes(StandardCharsets.UTF_8));
      last.finish();
    }
    try (SourceHarness harness = logs.settings("*.gz").harness().start()) {
      assertThat(await(harness, 2)).containsExactly("1", "2");
    }
  }

  @Test
  void readsACopyThatStaysAsAFileOfItsOwn() throws Exception {
    try (SourceHarness harness = logs.settings("*.log*").harness().start()) {
      logs.append("a.log", "1\n");
      await(harness, 1);
      logs.copy("a.log", "a.log.1");
      await(harness, 2);
      logs.append("a.log.1", "2\n");
      assertThat(await(harness, 3)).containsExactly("1", "1", "2");
    }
  }

  @Test
  void readsANewFileThatOnlyBeginsLikeAnother() throws Exception {
    try (SourceHarness harness = logs.settings("*.log").harness().start()) {
      logs.append("a.log", "banner\n");
      await(harness, 1);
      logs.append("a-b.log", "banner\nother\n");
      assertThat(await(harness, 3)).containsExactly("banner", "banner", "other");
    }
  }

  @Test
  void readsTheNewFileOfARenamedOneThoughItBeginsAlike() throws Exception {
    try (SourceHarness harness = logs.settings("*.log*").harness().start()) {
      logs.append("a.log", "banner\n");
      await(harness, 1);
      logs.rename("a.log", "a.log.1");
      logs.append("a.log", "banner\n");
      await(harness, 2);
      assertThenOnly(harness, "banner", "banner");
    }
  }

  @Test
  void tellsHowManyBytesAreLostIfThereIsNoCopy() throws Exception {
    String block = "x".repeat(1000) + "\n";
    logs.append("a.log", block.repeat(200));
    try (SourceHarness harness = logs.settings("*.log").harness().buffering(1).start()) {
      harness.await(() -> harness.recorded().buffered() > 0, PATIENCE, "the first of the lines");
      logs.truncate("a.log");
      harness.buffering(Integer.MAX_VALUE);
      harness.drain();
      logs.append("a.log", "after\n");
      harness.await(() -> lines(harness).contains("after"), PATIENCE, "the line after");
      int lost = block.length() * (200 - (lines(harness).size() - 1));
      assertThat(lost).isPositive();
      assertThat(harness.awaitStatus(Status.Level.DEGRADED, PATIENCE).reason())
          .contains(lost + " bytes lost by truncation, last of " + logs.path("a.log"));
    }
  }

  @Test
  void keepsFewPlacesHoweverOftenAFileIsCopied() throws Exception {
    try (SourceHarness harness = logs.settings("*.log*").harness().start()) {
      for (int round = 1; round <= 5; round++) {
        logs.append("a.log", round + "\n");
        await(harness, round);
        Files.deleteIfExists(logs.path("a.log.1"));
        copyTruncate();
      }
      logs.append("a.log", "6\n");
      assertThat(await(harness, 6)).isEqualTo(List.of("1", "2", "3", "4", "5", "6"));
      assertThat(harness.positions(Kind.LOG)).hasSizeLessThan(8);
    }
  }
}
