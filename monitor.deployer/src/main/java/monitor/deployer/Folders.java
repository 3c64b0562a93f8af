package monitor.deployer;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where plugins are.
 *
 * @param bundled those of the distribution; read only
 * @param drop people put jars here
 * @param own records, history and jars in use
 * @param data all of the platform's
 */
record Folders(Path bundled, Path drop, Path own, Path data) {
  /** The folders of an installation. */
  static Folders of(Path home, Path data) {
    return new Folders(
        home.resolve("plugins"), data.resolve("plugins"), data.resolve("deployer"), data);
  }

  /** These folders with another one of bundled plugins; null changes nothing. */
  Folders bundledIn(@Nullable String folder) {
    return folder == null ? this : new Folders(Path.of(folder), drop, own, data);
  }
}
