package monitor.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the descriptions of the tables lie in an installation. */
public final class PlatformSchema {
  private PlatformSchema() {}

  /**
   * The tables of an installation: of its core, of its plugins, of the plugins that were uploaded,
   * and of those in the drop folder. The later ones win.
   *
   * @param home folder of the installation
   * @param data the data folder
   */
  public static Schema read(Path home, Path data) {
    List<Path> folders = new ArrayList<>();
    folders.add(home.resolve("bundles"));
    folders.add(home.resolve("plugins"));
    folders.addAll(uploaded(data.resolve("deployer/history")));
    folders.add(data.resolve("plugins"));
    return SchemaReader.folders(folders);
  }

  /** The deployer keeps each version of each plugin in a folder of its own. */
  private static List<Path> uploaded(Path history) {
    if (!Files.isDirectory(history)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.walk(history, 2)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }
}
