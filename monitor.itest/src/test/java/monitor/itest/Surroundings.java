package monitor.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where the build put things. */
public final class Surroundings {
  /** The assembled standalone distribution. */
  public static final Path DISTRIBUTION = path("itest.distribution");

  /** The folder {@code examples} of the checkout. */
  static final Path EXAMPLES = path("itest.examples");

  /** The local Maven repository. */
  static final Path REPOSITORY = path("itest.repository");

  /** Before a command: runs it without the privileges that KERNEL_LEVEL needs. */
  static final String[] WITHOUT_KERNEL = {
    "setpriv", "--bounding-set=-sys_admin,-bpf", "--inh-caps=-sys_admin,-bpf"
  };

  /** Before a command: as before, and without what capturing packets needs. */
  static final String[] WITHOUT_KERNEL_AND_RAW = {
    "setpriv", "--bounding-set=-sys_admin,-bpf,-net_raw", "--inh-caps=-sys_admin,-bpf,-net_raw"
  };

  private static final Path DISTRIBUTIONS = DISTRIBUTION.getParent().getParent().getParent();

  private Surroundings() {}

  /** The assembled distribution of that name. */
  public static Path assembled(String name) {
    String folder = DISTRIBUTION.getFileName().toString().replace("standalone", name);
    return DISTRIBUTIONS.resolve(name).resolve("target").resolve(folder);
  }

  /** The archive of that name. */
  static Path archive(String name) {
    return assembled(name).resolveSibling(assembled(name).getFileName() + ".tar.gz");
  }

  /** Unpacks the archive of that name into a folder. */
  static void unpack(String name, Path folder) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder("tar", "-xzf", archive(name).toString(), "-C", folder.toString())
            .inheritIO()
            .start();
    if (tar.waitFor() != 0) {
      throw new AssertionError(archive(name) + " cannot be unpacked");
    }
  }

  private static Path path(String property) {
    return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
  }

  /** The folder of a test. */
  public static Path folder(String name) {
    return path("itest.work").resolve(name);
  }

  /** An empty folder for a test; it stays for whoever looks into a failure. */
  public static Path emptyFolder(String name) throws IOException {
    Path folder = folder(name);
    delete(folder);
    return Files.createDirectories(folder);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
