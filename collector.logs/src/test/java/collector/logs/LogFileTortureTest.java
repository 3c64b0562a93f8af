package collector.logs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T14: random rotations, restarts and crashes on a file system that uses inodes again. A sequence
 * does what writers do, and destroys nothing that was not read before or lies in a copy; then every
 * line must have been emitted exactly once, and those of one writer in order.
 */
class LogFileTortureTest {
  private static final int FEWEST = 4;
  private static final long BOX_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final int FULL = 100;

  @TempDir private Path folder;

  @Test
  void emitsEveryLineOnceWhenRotatedNamesAreNotWanted() throws Exception {
    torture("*.log", FEWEST, BOX_NANOS);
  }

  @Test
  void emitsEveryLineOnceWhenRotatedNamesAreWantedToo() throws Exception {
    torture("*.log*", FEWEST, BOX_NANOS);
  }

  @Test
  @Tag("full")
  void emitsEveryLineOnceInManySequences() throws Exception {
    torture("*.log", FULL, 0);
    torture("*.log*", FULL, 0);
  }

  @Test
  @Tag("soak")
  void emitsEveryLineOnceForLong() throws Exception {
    long minutes = Math.max(1, Integer.getInteger("tests.minutes", 60));
    torture("*.log", 0, TimeUnit.MINUTES.toNanos(minutes) / 2);
    torture("*.log*", 0, TimeUnit.MINUTES.toNanos(minutes) / 2);
  }

  /** At least so many sequences, and more until the time is over. */
  private void torture(String pattern, int fewest, long nanos) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    long begin = System.nanoTime();
    Path place = Files.createTempDirectory(folder, "torture");
    try (LoopDisk disk = new LoopDisk(place)) {
      for (int i = 0; i < fewest || System.nanoTime() - begin < nanos; i++) {
        Path own = Files.createDirectory(disk.path().resolve("sequence" + i));
        try (TortureSequence sequence = new TortureSequence(own, pattern, seed + i)) {
          sequence.run();
        }
      }
    }
  }
}
