package collector.logs;

import static collector.logs.LogFolder.PATIENCE;
import static collector.logs.LogFolder.await;
import static collector.logs.LogFolder.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import monitor.api.status.Status;
import monitor.testkit.SourceHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new file has the inode of one that was removed since the last look. */
class InodeUsedAgainTest {
  private static final String BLOCK = "x".repeat(1000) + "\n";
  private static final int BLOCKS = 200;

  @TempDir private Path folder;

  @Test
  void readsTheRestOfACompressedFileWhoseInodeHasAnotherName() throws Exception {
    try (LoopDisk disk = new LoopDisk(folder)) {
      LogFolder logs = new LogFolder(disk.path());
      writeOnce(logs.path("a.log"), "a early\n");
      logs.append("b.log", "b early\n" + BLOCK.repeat(BLOCKS));
      Files.setLastModifiedTime(logs.path("b.log"), FileTime.from(Instant.now().plusSeconds(60)));
      try (SourceHarness harness = logs.settings("*.log").maxOpenFiles(1).harness()) {
        harness.buffering(1).start();
        awaitBetweenTwoLooks(harness);
        Object inode = inode(logs.path("a.log"));
        logs.rename("a.log", "a.log.1");
        logs.append("a.log.1", "a late\n");
        logs.compress("a.log.1", "a.log.1.gz");
        logs.rename("b.log", "b.log.1");
        logs.append("b.log.1", "b late\n");
        writeOnce(logs.path("b.log"), "b new\nb longer than a was\n");
        assertThat(inode(logs.path("b.log"))).isEqualTo(inode);
        goOn(harness);
        List<String> all = await(harness, BLOCKS + 6);
        assertThat(all)
            .filteredOn(line -> !line.startsWith("a") && !line.startsWith("x"))
            .containsExactly("b early", "b late", "b new", "b longer than a was");
        assertThat(all)
            .filteredOn(line -> line.startsWith("a"))
            .containsExactly("a early", "a late");
        assertThat(lines(harness)).hasSize(BLOCKS + 6);
        assertThat(harness.recorded().status()).isEqualTo(Status.OK);
      }
    }
  }

  /** All at once, so that it looks as where the time of birth is not kept. */
  private static void writeOnce(Path path, String text) throws Exception {
    Files.writeString(path, text);
    Files.setLastModifiedTime(
        path, Files.readAttributes(path, BasicFileAttributes.class).creationTime());
  }

  private static Object inode(Path path) throws Exception {
    return Files.getAttribute(path, "unix:ino");
  }

  /** While b.log is read, of which there is more than room for, so that a.log is closed. */
  private static void awaitBetweenTwoLooks(SourceHarness harness) throws Exception {
    harness.await(() -> harness.recorded().buffered() == 1, PATIENCE, "the line of a.log");
    harness.drain();
    harness.await(() -> harness.recorded().buffered() > 0, PATIENCE, "the first lines of b.log");
  }

  private static void goOn(SourceHarness harness) {
    harness.buffering(Integer.MAX_VALUE);
    harness.drain();
  }
}
