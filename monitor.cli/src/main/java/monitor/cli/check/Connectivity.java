package monitor.cli.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.cli.launch.Installation;

/**
 * Tries what a configuration points to: the data folder is written, every address of a sink is
 * connected to, and a PostgreSQL database is logged in to. Changes nothing that stays.
 *
 * @param installation whose database driver is used
 * @param data the data folder, which need not exist
 * @param properties of each PID, from a configuration without problems
 */
public record Connectivity(
    Installation installation, Path data, Map<String, Map<String, Object>> properties) {
  private static final String SINKS = "sink.";
  private static final String STORAGE = "sink.postgres";

  /** What does not work, a sentence each; empty if all does. Takes a few seconds at most. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(new Writable(data).problems());
    for (Map.Entry<String, Map<String, Object>> table : new TreeMap<>(properties).entrySet()) {
      if (table.getKey().equals(STORAGE)) {
        problems.addAll(database(table.getValue()));
      } else if (table.getKey().startsWith(SINKS)) {
        problems.addAll(addresses(table.getKey(), table.getValue()));
      }
    }
    return problems;
  }

  /** Without an address it is the embedded server, which needs the data folder alone. */
  private List<String> database(Map<String, Object> table) {
    String url = text(table, "url");
    return url.isEmpty()
        ? List.of()
        : new DatabaseLogin(installation, url, text(table, "user"), text(table, ".password"))
            .problem().stream().map(problem -> STORAGE + ".url: " + problem).toList();
  }

  private static String text(Map<String, Object> table, String key) {
    return String.valueOf(table.getOrDefault(key, ""));
  }

  private static List<String> addresses(String pid, Map<String, Object> table) {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, Object> entry : table.entrySet()) {
      if (entry.getValue() instanceof String value) {
        Reach.of(value)
            .flatMap(Reach::problem)
            .ifPresent(problem -> problems.add(pid + "." + entry.getKey() + ": " + problem));
      }
    }
    return problems;
  }
}
