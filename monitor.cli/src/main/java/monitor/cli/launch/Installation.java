package monitor.cli.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of an unpacked distribution: {@code bin}, {@code lib}, {@code bundles}, {@code
 * plugins}, {@code conf}.
 *
 * @param home its absolute path
 */
public record Installation(Path home) {
  /** Makes the path absolute. */
  public Installation {
    home = home.toAbsolutePath().normalize();
  }

  /**
   * The installation that this program was started from: the system property {@code monitor.home},
   * which {@code bin/monitor} sets, or the current folder.
   */
  public static Installation current() {
    return new Installation(Path.of(System.getProperty("monitor.home", "")));
  }

  /** The version of this program, {@code development} outside of a packaged jar. */
  public static String version() {
    return Optional.ofNullable(Installation.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** Which distribution this is, as the file {@code distribution} says; else {@code standalone}. */
  public String distribution() {
    try {
      return Files.readString(home.resolve("distribution")).strip();
    } catch (IOException e) {
      return "standalone";
    }
  }

  /** Bundles of the platform itself. */
  public Path bundles() {
    return home.resolve("bundles");
  }

  /** Plugins that come with the distribution. */
  public Path plugins() {
    return home.resolve("plugins");
  }

  /** The configuration file that is read when no other is named. */
  public Path configuration() {
    return home.resolve("conf/monitor.toml");
  }

  /** The data folder that is used when no other is named. */
  public Path data() {
    return home.resolve("data");
  }

  /**
   * The jars of a folder, by name; none if there is no such folder.
   *
   * @throws UncheckedIOException if the folder cannot be listed
   */
  public static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list %s".formatted(folder), e);
    }
  }
}
