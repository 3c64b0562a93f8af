package monitor.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the descriptions of the tables lie in an installation. */
public final class PlatformSchema {
  private static final JsonFactory JSON = new JsonFactory();

  private PlatformSchema() {}

  /**
   * The tables of an installation: of its core, of its plugins, of the versions in force of plugins
   * that were uploaded, and of what lies in the drop folder and was not refused. The later ones
   * win.
   *
   * @param home folder of the installation
   * @param data the data folder
   */
  public static Schema read(Path home, Path data) {
    List<Path> folders = new ArrayList<>();
    folders.add(home.resolve("bundles"));
    folders.add(home.resolve("plugins"));
    Path deployer = data.resolve("deployer");
    for (Path plugin : folders(deployer.resolve("history"))) {
      folders.addAll(inForce(plugin, deployer.resolve("records")));
    }
    folders.add(data.resolve("plugins"));
    return SchemaReader.folders(folders);
  }

  private static List<Path> folders(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * The deployer keeps each version of a plugin in a folder of its own, and a record says which is
   * in force; without one it can be any.
   */
  private static List<Path> inForce(Path plugin, Path records) {
    String version = version(records.resolve(plugin.getFileName() + ".json"));
    return version == null
        ? folders(plugin)
        : folders(plugin).stream().filter(one -> one.endsWith(version)).toList();
  }

  private static @Nullable String version(Path record) {
    try (JsonParser json = JSON.createParser(record.toFile())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("version")) {
          return json.getValueAsString();
        }
        json.skipChildren();
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }
}
