package monitor.cli.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import monitor.config.ConfigurationFiles;
import monitor.config.EnvironmentSettings;

/**
 * The variables that the program, its settings and its files look at, and whether they are set.
 * Only values that cannot be secret are shown.
 *
 * @param files that may name further ones, and say what the process has
 */
record EnvVariables(ConfigurationFiles files) {
  /** Read from the process alone: they are needed before a file is read. */
  private static final Map<String, String> OF_THE_PROGRAM =
      Map.of(
          "JAVA_HOME", "the Java that runs it, where the program brings none",
          "MONITOR_CONFIG", "the configuration file, for --config",
          "MONITOR_DATA", "the data folder, for --data",
          "MONITOR_JAVA_OPTS", "options of Java, such as -Xmx64m",
          "MONITOR_LOG_FORMAT", "json: a JSON object a line in the log",
          "MONITOR_SERVER", "the platform that commands ask, for --server",
          "MONITOR_TOKEN", "the token of commands, for --token-file");

  private static final Set<String> SHOWN =
      Set.of(
          "BUFFER_SIZE",
          "JAVA_HOME",
          "MAX_WORKERS",
          "MONITOR_CONFIG",
          "MONITOR_DATA",
          "MONITOR_LOG_FORMAT");

  private static final Pattern REFERENCE =
      Pattern.compile("(?<!\\$)\\$\\{([A-Za-z_][A-Za-z0-9_]*)[:}]");

  List<EnvEntry> entries() {
    Map<String, String> known = new TreeMap<>();
    files.environment().keySet().stream()
        .filter(name -> name.startsWith("MONITOR_"))
        .forEach(name -> known.put(name, "nothing looks at it"));
    references().forEach((name, places) -> known.put(name, "in " + String.join(", ", places)));
    EnvironmentSettings.keys()
        .forEach((name, keys) -> known.put(name, "sets " + String.join(", ", keys)));
    known.putAll(OF_THE_PROGRAM);
    return known.entrySet().stream().map(each -> entry(each.getKey(), each.getValue())).toList();
  }

  private EnvEntry entry(String name, String what) {
    String value = files.environment().getOrDefault(name, "");
    boolean here = !value.isEmpty();
    if (!here && (OF_THE_PROGRAM.containsKey(name) || !files.sets(name))) {
      return new EnvEntry("variable", name, null, "not set", what);
    }
    String origin = here ? "environment" : files.variables().toString();
    return here && SHOWN.contains(name)
        ? new EnvEntry("variable", name, value, origin, what)
        : new EnvEntry("variable", name, null, origin, "set, not shown; " + what);
  }

  /** Names that the files put into texts, and where. */
  private Map<String, List<String>> references() {
    Map<String, List<String>> found = new TreeMap<>();
    for (Path file : files.files()) {
      List<String> lines = lines(file);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        Matcher reference = REFERENCE.matcher(line.startsWith("#") ? "" : line);
        while (reference.find()) {
          String name = reference.group(1);
          if (!name.equals("file")) {
            found.computeIfAbsent(name, any -> new ArrayList<>()).add(file + ":" + (i + 1));
          }
        }
      }
    }
    return found;
  }

  /** A file that cannot be read names none; that it cannot is told as a problem of it. */
  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
