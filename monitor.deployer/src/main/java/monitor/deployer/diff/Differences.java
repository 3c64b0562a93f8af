package monitor.deployer.diff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import monitor.api.operation.PluginDiff.Difference;
import monitor.deployer.verify.PluginJar;
import org.jspecify.annotations.Nullable;

/** What differs between what two jars declare. */
public final class Differences {
  private Differences() {}

  /**
   * Compares two jars.
   *
   * @param from null where there is none
   * @return sorted by aspect and name
   * @throws IOException if one cannot be read
   */
  public static List<Difference> between(@Nullable PluginJar from, PluginJar to)
      throws IOException {
    return between(from == null ? Declared.nothing() : Declared.by(from), Declared.by(to));
  }

  static List<Difference> between(Declared from, Declared to) {
    List<Difference> differences = new ArrayList<>();
    for (String aspect : union(from.byAspect(), to.byAspect())) {
      Map<String, String> before = from.of(aspect);
      Map<String, String> after = to.of(aspect);
      for (String name : union(before, after)) {
        add(differences, aspect, name, before.get(name), after.get(name));
      }
    }
    return List.copyOf(differences);
  }

  private static SortedSet<String> union(Map<String, ?> one, Map<String, ?> other) {
    SortedSet<String> all = new TreeSet<>(one.keySet());
    all.addAll(other.keySet());
    return all;
  }

  private static void add(
      List<Difference> differences,
      String aspect,
      String name,
      @Nullable String before,
      @Nullable String after) {
    if (before == null) {
      differences.add(new Difference(aspect, name, "added", String.valueOf(after)));
    } else if (after == null) {
      differences.add(new Difference(aspect, name, "removed", before));
    } else if (!before.equals(after)) {
      differences.add(new Difference(aspect, name, "changed", before + " → " + after));
    }
  }
}
