package collector.logs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T14: rotations drawn from seeds, restarts and crashes on a file system that uses inodes again. A
 * sequence does what writers do, and destroys nothing that was not read before or lies in a copy;
 * then every line must have been emitted exactly once, and those of one writer in order.
 */
class LogFileTortureTest {
  /**
   * The first of the sequences that every build runs. They are fixed, so that a build is red for
   * what it changed; what random ones find is looked for with the tags full and soak.
   */
  private static final long GATE_NOT_WANTED = 51_100_001;

  private static final long GATE_WANTED = 52_200_001;
  private static final long GATE_JOINED = 53_300_001;
  private static final int GATE = 60;
  private static final int FULL = 100;

  @TempDir private Path folder;

  @Test
  void emitsEveryLineOnceWhenRotatedNamesAreNotWanted() throws Exception {
    torture("*.log", false, GATE_NOT_WANTED, GATE, 0);
  }

  @Test
  void emitsEveryLineOnceWhenRotatedNamesAreWantedToo() throws Exception {
    torture("*.log*", false, GATE_WANTED, GATE, 0);
  }

  @Test
  void emitsEveryLineOnceWhenRotationCutsRecords() throws Exception {
    torture("*.log", true, GATE_JOINED, GATE / 2, 0);
  }

  @Test
  @Tag("full")
  void emitsEveryLineOnceInManySequences() throws Exception {
    torture("*.log", false, System.nanoTime(), FULL, 0);
    torture("*.log*", false, System.nanoTime(), FULL, 0);
    torture("*.log", true, System.nanoTime(), FULL / 2, 0);
  }

  @Test
  @Tag("soak")
  void emitsEveryLineOnceForLong() throws Exception {
    long minutes = Math.max(1, Integer.getInteger("tests.minutes", 60));
    long each = TimeUnit.MINUTES.toNanos(minutes) / 3;
    torture("*.log", false, System.nanoTime(), 0, each);
    torture("*.log*", false, System.nanoTime(), 0, each);
    torture("*.log", true, System.nanoTime(), 0, each);
  }

  /** At least so many sequences, and more until the time is over. */
  private void torture(String pattern, boolean joined, long first, int fewest, long nanos)
      throws Exception {
    long seed = Long.getLong("tests.seed", first);
    long begin = System.nanoTime();
    Path place = Files.createTempDirectory(folder, "torture");
    try (LoopDisk disk = new LoopDisk(place)) {
      for (int i = 0; i < fewest || System.nanoTime() - begin < nanos; i++) {
        Path own = Files.createDirectory(disk.path().resolve("sequence" + i));
        try (TortureSequence sequence = new TortureSequence(own, pattern, joined, seed + i)) {
          sequence.run();
        }
      }
    }
  }
}
