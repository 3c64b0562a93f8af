package monitor.cli.environment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import monitor.cli.installation.Locations;
import monitor.cli.launch.Installation;
import monitor.cli.platform.Defaults;
import monitor.config.ConfigurationFiles;

/**
 * Where everything lies.
 *
 * @param locations of the installation, its configuration and its data
 * @param files that the configuration is read from
 */
record EnvPaths(Locations locations, ConfigurationFiles files) {
  private static final String DATA = "data";
  private static final String HOME = "home";

  /** Folders and files of the data folder, by what they hold. */
  private static final List<String[]> IN_DATA =
      List.of(
          new String[] {"overlay", "config"},
          new String[] {"log", "logs/monitor.log"},
          new String[] {"plugins.dropped", "plugins"},
          new String[] {"plugins.deployed", "deployer"},
          new String[] {"journal", "journal"},
          new String[] {"state", "state"},
          new String[] {"postgres", "postgres"},
          new String[] {"access", "access"},
          new String[] {"identity", "identity"},
          new String[] {"secrets", "secrets"},
          new String[] {"run", "run"});

  List<EnvEntry> entries() {
    Installation installation = locations.installation();
    Path data = locations.data().toAbsolutePath().normalize();
    List<EnvEntry> all = new ArrayList<>();
    all.add(path(HOME, installation.home(), homeOrigin()));
    all.add(path("java", Path.of(System.getProperty("java.home")), javaOrigin()));
    all.add(path("bundles", installation.bundles(), HOME));
    all.add(path("plugins", installation.plugins(), HOME));
    all.add(path("configuration", files.main(), locations.configurationOrigin()));
    files.files().stream()
        .filter(file -> !file.equals(files.main()))
        .forEach(file -> all.add(path("configuration.more", file, "configuration")));
    all.add(path("variables", files.variables(), "configuration"));
    all.add(path(DATA, data, locations.dataOrigin()));
    for (String[] each : IN_DATA) {
      all.add(path(each[0], data.resolve(each[1]), DATA));
    }
    return all;
  }

  private static EnvEntry path(String name, Path path, String origin) {
    return new EnvEntry(
        "path", name, path.toString(), origin, Files.exists(path) ? "" : "not there");
  }

  private static String homeOrigin() {
    return System.getProperty("monitor.home") == null ? "current folder" : "bin/monitor";
  }

  private String javaOrigin() {
    String java = System.getProperty("java.home");
    if (Path.of(java).startsWith(locations.installation().home())) {
      return HOME;
    }
    Optional<String> named = Defaults.variable("JAVA_HOME");
    return named.filter(java::equals).isPresent() ? "JAVA_HOME" : "found";
  }
}
