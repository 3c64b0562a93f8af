package collector.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

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

  /**
   * The bytes of an absolute path of the host, from those of the path there, all as characters of
   * ISO 8859-1: a {@link Path} cannot be made of every name in every locale.
   */
  String bytes(String absolute) {
    return new String(root.toString().getBytes(UTF_8), ISO_8859_1) + absolute;
  }
}
