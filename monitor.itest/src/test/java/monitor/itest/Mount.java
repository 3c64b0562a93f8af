package monitor.itest;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small file system of a test's own, unmounted at the end; a test without that right aborts. */
public final class Mount implements AutoCloseable {
  private final Path at;

  private Mount(Path at) {
    this.at = at;
  }

  /** In memory: sizes as {@code mount(8)} takes them. */
  public static Mount tmpfs(Path at, String size, int inodes) throws Exception {
    return mount(at, "-t", "tmpfs", "-o", "size=" + size + ",nr_inodes=" + inodes, "tmpfs");
  }

  /** In a file beside it, through a loop device; nothing is kept back for root. */
  public static Mount ext4(Path at, long bytes, int inodes) throws Exception {
    Path image = at.resolveSibling(at.getFileName() + ".ext4");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    run("mkfs.ext4", "-q", "-F", "-m", "0", "-N", Integer.toString(inodes), image.toString());
    return mount(at, "-o", "loop", image.toString());
  }

  private static Mount mount(Path at, String... what) throws Exception {
    assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
        .as("not run: needs root to mount a file system")
        .isEqualTo(0);
    Files.createDirectories(at);
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(what));
    command.add(at.toString());
    String problem = run(command.toArray(String[]::new));
    assumeThat(problem).as("not run: this machine does not mount it: %s", problem).isEmpty();
    return new Mount(at);
  }

  /** Runs a command; answers what it said if it failed. */
  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    return process.waitFor() == 0 ? "" : said + "exit code " + process.exitValue();
  }

  /** Unmounts what a killed run has left there. */
  public static void release(Path at) throws IOException, InterruptedException {
    if (Files.readString(Path.of("/proc/mounts")).contains(" " + at + " ")) {
      run("umount", "-l", at.toString());
    }
  }

  /** Where it is. */
  public Path at() {
    return at;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    release(at);
  }
}
