package monitor.deployer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins that came with the distribution; their folder does not change while it runs. */
final class BundledPlugins {
  private static final Logger LOG = LoggerFactory.getLogger(BundledPlugins.class);

  private final SortedMap<String, PluginJar> jars;

  private BundledPlugins(SortedMap<String, PluginJar> jars) {
    this.jars = jars;
  }

  /** Reads the folder; none if it is not there. */
  static BundledPlugins in(Path folder) throws IOException {
    SortedMap<String, PluginJar> jars = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
        files.forEach(file -> add(jars, file));
      }
    }
    return new BundledPlugins(jars);
  }

  private static void add(Map<String, PluginJar> jars, Path file) {
    try {
      PluginJar jar = PluginJar.read(file);
      jars.put(jar.name(), jar);
    } catch (PluginRefused | IOException e) {
      LOG.error("The bundled plugin {} cannot be used; install the release again.", file, e);
    }
  }

  Optional<PluginJar> jar(String name) {
    return Optional.ofNullable(jars.get(name));
  }

  boolean contains(String name) {
    return jars.containsKey(name);
  }

  Iterable<PluginJar> all() {
    return jars.values();
  }
}
