package monitor.config.live;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The configurations of the platform, brought to a wanted state. Not safe for concurrent use. */
final class Configurations {
  private final ConfigurationAdmin admin;
  private final Map<String, Configuration> applied = new TreeMap<>();

  Configurations(ConfigurationAdmin admin) {
    this.admin = admin;
  }

  /**
   * Updates what differs, deletes what is no longer there and leaves all else alone.
   *
   * @return the PIDs that changed
   * @throws IOException if the configuration service cannot store it
   */
  Set<String> apply(Map<String, Map<String, Object>> wanted) throws IOException {
    Set<String> changed = new TreeSet<>();
    for (Map.Entry<String, Map<String, Object>> entry : wanted.entrySet()) {
      Configuration configuration = configuration(entry.getKey());
      if (configuration.updateIfDifferent(new Hashtable<>(entry.getValue()))) {
        changed.add(entry.getKey());
      }
    }
    for (String pid : gone(wanted.keySet())) {
      configuration(pid).delete();
      applied.remove(pid);
      changed.add(pid);
    }
    return changed;
  }

  private Set<String> gone(Set<String> wanted) {
    Set<String> gone = new TreeSet<>(applied.keySet());
    gone.removeAll(wanted);
    return gone;
  }

  private Configuration configuration(String pid) throws IOException {
    Configuration known = applied.get(pid);
    if (known == null) {
      known = create(pid);
      applied.put(pid, known);
    }
    return known;
  }

  /** Bound to no bundle ("?"), so that an upgraded plugin gets it too. */
  private Configuration create(String pid) throws IOException {
    String[] parts = pid.split("~", 2);
    return parts.length == 2
        ? admin.getFactoryConfiguration(parts[0], parts[1], "?")
        : admin.getConfiguration(pid, "?");
  }
}
