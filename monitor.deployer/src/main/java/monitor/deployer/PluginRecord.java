package monitor.deployer;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import monitor.deployer.verify.PluginJar;
import org.jspecify.annotations.Nullable;

/**
 * What has been decided about a plugin; survives restarts. Writing it is the commit of a
 * deployment.
 *
 * @param name symbolic name
 * @param version in force
 * @param origin where that version came from
 * @param file its name in the drop folder; null if it did not come from there
 * @param disabled kept stopped
 * @param removed a bundled plugin that is not wanted
 * @param pinned not to be upgraded
 * @param history the latest changes, the newest first
 */
record PluginRecord(
    String name,
    String version,
    Origin origin,
    @Nullable String file,
    boolean disabled,
    boolean removed,
    boolean pinned,
    List<Entry> history) {
  private static final int HISTORY = 5;

  PluginRecord {
    history = List.copyOf(history);
  }

  /** A plugin that nobody has changed yet. */
  static PluginRecord bundled(String name, String version) {
    return new PluginRecord(name, version, Origin.BUNDLED, null, false, false, false, List.of());
  }

  PluginRecord withPinned(boolean value) {
    return new PluginRecord(name, version, origin, file, disabled, removed, value, history);
  }

  PluginRecord withDisabled(boolean value) {
    return new PluginRecord(name, version, origin, file, value, removed, pinned, history);
  }

  PluginRecord withRemoved(boolean value) {
    return new PluginRecord(name, version, origin, file, disabled, value, pinned, history);
  }

  PluginRecord withVersion(String newVersion, Origin newOrigin, @Nullable String newFile) {
    return new PluginRecord(name, newVersion, newOrigin, newFile, disabled, false, pinned, history);
  }

  PluginRecord withEntry(Entry entry) {
    List<Entry> latest = Stream.concat(Stream.of(entry), history.stream()).limit(HISTORY).toList();
    return new PluginRecord(name, version, origin, file, disabled, removed, pinned, latest);
  }

  /** Whether exactly these bytes were put in force before. */
  boolean accepted(PluginJar jar) {
    return history.stream().anyMatch(entry -> entry.sha256().equals(jar.sha256()));
  }

  /** Whether this is what a deployment left behind. */
  boolean madeBy(String deployment) {
    return history.stream().anyMatch(entry -> entry.deployment().equals(deployment));
  }

  /** Whether a version is in force, or was among the latest that were. */
  boolean mentions(String other) {
    return version.equals(other)
        || history.stream().anyMatch(entry -> entry.version().equals(other));
  }

  /**
   * One change that was committed.
   *
   * @param deployment its id
   * @param version that was to be in force after it
   * @param sha256 of the jar; empty where no jar was involved
   * @param at when it ended
   * @param requestedBy who asked
   * @param why in that person's words; may be empty
   * @param action what was asked, lower case
   */
  record Entry(
      String deployment,
      String version,
      String sha256,
      Instant at,
      String requestedBy,
      String why,
      String action) {}
}
