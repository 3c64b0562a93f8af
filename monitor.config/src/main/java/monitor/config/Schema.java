package monitor.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every table that the bundles describe; safe for use by any thread.
 *
 * @param tables by name
 */
public record Schema(Map<String, ObjectClass> tables) {
  /** Copies the tables. */
  public Schema {
    tables = Map.copyOf(tables);
  }

  static Schema of(Collection<ObjectClass> tables) {
    Map<String, ObjectClass> byPid = new TreeMap<>();
    tables.forEach(table -> byPid.merge(table.pid(), table, Schema::better));
    return new Schema(byPid);
  }

  /** The later one, unless it describes nothing. */
  private static ObjectClass better(ObjectClass earlier, ObjectClass later) {
    return later.described() ? later : earlier;
  }

  /** These tables, and others over them. */
  public Schema with(Schema others) {
    List<ObjectClass> all = new ArrayList<>(tables.values());
    all.addAll(others.tables.values());
    return of(all);
  }

  /** Whether a problem with this key is one of these tables. */
  public boolean concerns(String key) {
    return tables.keySet().stream()
        .anyMatch(pid -> key.equals(pid) || key.startsWith(pid + ".") || key.startsWith(pid + "~"));
  }

  Optional<ObjectClass> table(String pid) {
    return Optional.ofNullable(tables.get(pid));
  }

  /** Whether a table begins with this path, so that it may be written as a parent table. */
  boolean leadsToTable(String path) {
    return tables.keySet().stream().anyMatch(pid -> pid.startsWith(path + "."));
  }

  /** The name most like a wrong one, if any is near. */
  static Optional<String> nearest(String wrong, Collection<String> names) {
    int near = Math.max(2, wrong.length() / 3);
    return names.stream()
        .filter(name -> distance(wrong, name) <= near)
        .min(
            Comparator.comparingInt((String name) -> distance(wrong, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Number of characters to insert, delete or replace (Levenshtein 1966). */
  private static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    java.util.Arrays.setAll(previous, index -> index);
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[to.length()];
  }
}
