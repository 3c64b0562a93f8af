package monitor.deployer.diff;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;

/**
 * The position formats that a source declares. A version may take the place of another only if each
 * of the two reads what the other writes: the new one goes on where the old one stopped, and when
 * it is taken back, the old one goes on where the new one did.
 *
 * @param writes format of its positions
 * @param oldest that it reads
 * @param newest that it reads
 */
public record PositionFormats(int writes, int oldest, int newest) {
  private static final String WRITES = " positionFormat";

  /**
   * Compares two versions of a plugin.
   *
   * @throws PluginRefused if one could not go on from the positions of the other
   */
  public static void check(PluginJar before, PluginJar after) throws PluginRefused, IOException {
    Map<String, String> old = Declared.by(before).of("position");
    Map<String, String> fresh = Declared.by(after).of("position");
    for (String component : components(old)) {
      if (fresh.containsKey(component + WRITES)) {
        check(component, before, of(component, old), after, of(component, fresh));
      }
    }
  }

  private static Set<String> components(Map<String, String> declared) {
    Set<String> names = new TreeSet<>();
    for (String key : declared.keySet()) {
      if (key.endsWith(WRITES)) {
        names.add(key.substring(0, key.length() - WRITES.length()));
      }
    }
    return names;
  }

  private static PositionFormats of(String component, Map<String, String> declared) {
    int writes = number(declared, component + WRITES, 1);
    return new PositionFormats(
        writes,
        number(declared, component + " oldestPositionFormat", 1),
        number(declared, component + " newestPositionFormat", writes));
  }

  private static int number(Map<String, String> declared, String key, int otherwise) {
    try {
      return Integer.parseInt(declared.getOrDefault(key, Integer.toString(otherwise)));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private static void check(
      String component,
      PluginJar before,
      PositionFormats old,
      PluginJar after,
      PositionFormats fresh)
      throws PluginRefused {
    if (!fresh.reads(old.writes)) {
      throw new PluginRefused(
          "%s %s reads positions of the formats %s, and %s wrote format %d, so that it would begin anew; install a version between the two that reads both"
              .formatted(component, after.version(), fresh.range(), before.version(), old.writes));
    }
    if (!old.reads(fresh.writes)) {
      throw new PluginRefused(
          "%s %s writes positions of format %d, and %s reads the formats %s, so that it could not be taken back; install a version before it that reads format %d and writes %d"
              .formatted(
                  component,
                  after.version(),
                  fresh.writes,
                  before.version(),
                  old.range(),
                  fresh.writes,
                  old.writes));
    }
  }

  private boolean reads(int format) {
    return format >= oldest && format <= newest;
  }

  private String range() {
    return oldest == newest ? Integer.toString(oldest) : oldest + " to " + newest;
  }
}
