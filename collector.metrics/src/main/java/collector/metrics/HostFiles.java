package collector.metrics;

import java.nio.file.Path;

/**
 * Where the files of the measured host are: {@code /}, or the folder where a container sees the
 * root of its host.
 *
 * @param root folder that holds {@code proc} and {@code sys}
 */
record HostFiles(Path root) {
  private static final Path HERE = Path.of("/");

  /** A file of {@code /proc}. */
  String proc(String name) {
    return root.resolve("proc").resolve(name).toString();
  }

  /**
   * A file of {@code /proc} that shows the view of a process, such as {@code net/dev}: that of this
   * process, or on another root that of the first one.
   */
  String view(String name) {
    return proc((root.equals(HERE) ? "self/" : "1/") + name);
  }

  /** A file of {@code /sys}. */
  Path sys(String name) {
    return root.resolve("sys").resolve(name);
  }

  /** An absolute path of the host. */
  Path path(String absolute) {
    return root.resolve(HERE.relativize(Path.of(absolute)));
  }
}
