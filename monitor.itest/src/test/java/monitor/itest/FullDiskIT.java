package monitor.itest;

import static monitor.itest.Shortage.BLOCKS;
import static monitor.itest.Shortage.INODES;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The disk of the data folder is full under load. No line is lost, of the numbers exactly those
 * that the gap rows name, and everything goes on by itself when there is room again.
 */
@Tag("T10")
class FullDiskIT {
  private static final long SEED = Long.getLong("tests.seed", System.nanoTime());
  private static final long MIB = 1L << 20;

  /** PostgreSQL keeps its log in files of 16 MiB. */
  private static final long WITH_DATABASE = 320 * MIB;

  @Test
  void losesOnlyWhatItSaysOnTmpfs() throws Exception {
    onTmpfs("full-tmpfs", List.of(BLOCKS, INODES));
  }

  @Test
  void losesOnlyWhatItSaysWhenTheDatabaseLiesOnTheFullDiskToo() throws Exception {
    Path folder = folder("full-both");
    try (Mount mount = Mount.ext4(folder.resolve("data"), WITH_DATABASE, 8_000)) {
      run(folder, mount, folder.resolve("data/postgres"), List.of(BLOCKS));
    }
  }

  @Test
  @Tag("full")
  void losesOnlyWhatItSaysInTenCyclesOnTmpfs() throws Exception {
    onTmpfs("full-tmpfs-10", tenCycles());
  }

  @Test
  @Tag("full")
  void losesOnlyWhatItSaysInTenCyclesOnExt4() throws Exception {
    onExt4("full-ext4-10", tenCycles());
  }

  @Test
  @Tag("soak")
  void losesOnlyWhatItSaysInTwoHundredCyclesOnExt4() throws Exception {
    onExt4(
        "full-ext4-200",
        Collections.nCopies(20, tenCycles()).stream().flatMap(List::stream).toList());
  }

  private static List<Shortage> tenCycles() {
    return Collections.nCopies(5, List.of(BLOCKS, INODES)).stream().flatMap(List::stream).toList();
  }

  private static Path folder(String name) throws Exception {
    Mount.release(Surroundings.folder(name).resolve("data"));
    return Surroundings.emptyFolder(name);
  }

  private static void onExt4(String name, List<Shortage> cycles) throws Exception {
    Path folder = folder(name);
    try (Mount mount = Mount.ext4(folder.resolve("data"), 64 * MIB, 1_000)) {
      run(folder, mount, folder.resolve("postgres"), cycles);
    }
  }

  private static void onTmpfs(String name, List<Shortage> cycles) throws Exception {
    Path folder = folder(name);
    try (Mount mount = Mount.tmpfs(folder.resolve("data"), "48m", 1_000)) {
      run(folder, mount, folder.resolve("postgres"), cycles);
    }
  }

  private static void run(Path folder, Mount mount, Path server, List<Shortage> cycles)
      throws Exception {
    System.out.println("tests.seed " + SEED);
    try (FullDisk disk = new FullDisk(folder, mount, server, SEED)) {
      for (Shortage shortage : cycles) {
        disk.cycle(shortage);
      }
      disk.compare();
    }
  }
}
