package collector.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A file system of ext4 in a file, which gives the inode of a deleted file to the next one; tmpfs
 * never does, and others only now and then.
 */
final class LoopDisk implements AutoCloseable {
  private final Path mounted;

  /** Makes and mounts it; the test does not run where that is not allowed. */
  LoopDisk(Path folder) throws IOException, InterruptedException {
    Path image = folder.resolve("disk.image");
    mounted = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("truncate", "-s", "64M", image.toString()) == 0
            && run("mkfs.ext4", "-q", "-F", image.toString()) == 0
            && run("mount", "-o", "loop", image.toString(), mounted.toString()) == 0,
        "not run: a loop file system cannot be mounted here");
  }

  Path path() {
    return mounted;
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return -1;
    }
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    int result = run("umount", mounted.toString());
    while (result != 0 && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
      result = run("umount", mounted.toString());
    }
    assertThat(result).as("umount %s", mounted).isZero();
  }
}
