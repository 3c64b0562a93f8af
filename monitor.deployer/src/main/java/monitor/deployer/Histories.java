package monitor.deployer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import monitor.api.operation.Deployment;
import monitor.api.operation.HistoryEntry;
import org.osgi.framework.Version;

/**
 * What was done to plugins: the changes in force from their records, those that failed from the
 * deployments.
 */
final class Histories {
  private final PluginStore store;
  private final Installed installed;
  private final DeploymentLog log;

  Histories(PluginStore store, Installed installed, DeploymentLog log) {
    this.store = store;
    this.installed = installed;
    this.log = log;
  }

  /**
   * The changes of a plugin, the newest first.
   *
   * @throws NoSuchElementException if there is no such plugin
   */
  List<HistoryEntry> of(String plugin) throws IOException {
    PluginRecord record = known(plugin);
    List<String> kept = store.keptVersions(plugin);
    List<HistoryEntry> entries = new ArrayList<>();
    for (PluginRecord.Entry entry : record.history()) {
      entries.add(committed(entry, record, kept.contains(entry.version())));
    }
    for (Deployment deployment : log.latest()) {
      if (deployment.plugin().equals(plugin) && failed(deployment.state())) {
        entries.add(failed(deployment));
      }
    }
    entries.sort(Comparator.comparing(HistoryEntry::at).reversed());
    return List.copyOf(entries);
  }

  private PluginRecord known(String plugin) throws IOException {
    return installed.records().stream()
        .filter(record -> record.name().equals(plugin) && !record.removed())
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("there is no plugin " + plugin));
  }

  private static HistoryEntry committed(
      PluginRecord.Entry entry, PluginRecord record, boolean kept) {
    return new HistoryEntry(
        entry.deployment(),
        entry.action(),
        entry.version(),
        entry.sha256(),
        entry.at(),
        entry.requestedBy(),
        entry.why(),
        Deployment.State.COMMITTED.label(),
        "",
        kept,
        entry.version().equals(record.version()));
  }

  private static boolean failed(Deployment.State state) {
    return state.terminal() && state != Deployment.State.COMMITTED;
  }

  private static HistoryEntry failed(Deployment deployment) {
    return new HistoryEntry(
        deployment.id(),
        deployment.action().name().toLowerCase(Locale.ROOT),
        deployment.toVersion() == null ? "" : deployment.toVersion(),
        "",
        Optional.ofNullable(deployment.finished()).orElse(deployment.started()),
        deployment.requestedBy(),
        deployment.why(),
        deployment.state().label(),
        deployment.reason(),
        false,
        false);
  }

  /**
   * The version that a rollback goes to where none is named: the newest of the older ones, else the
   * one that was kept last.
   *
   * @throws NoSuchElementException if none is kept
   */
  String before(String plugin) throws IOException {
    PluginRecord record = known(plugin);
    Version current = Version.parseVersion(record.version());
    List<String> others =
        store.keptVersions(plugin).stream().filter(v -> !v.equals(record.version())).toList();
    return others.stream()
        .map(Version::parseVersion)
        .filter(version -> version.compareTo(current) < 0)
        .max(Comparator.naturalOrder())
        .map(Version::toString)
        .or(() -> others.stream().findFirst())
        .orElseThrow(
            () -> new NoSuchElementException("no other version of %s is kept".formatted(plugin)));
  }

  /** Checks that a version is kept. */
  String kept(String plugin, String version) throws IOException {
    known(plugin);
    if (!store.keptVersions(plugin).contains(version)) {
      throw new NoSuchElementException(
          "version %s of %s is not kept; kept are %s"
              .formatted(version, plugin, String.join(", ", store.keptVersions(plugin))));
    }
    return version;
  }
}
