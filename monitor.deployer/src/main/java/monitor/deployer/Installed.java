package monitor.deployer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import monitor.api.operation.Deployment;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;

/**
 * The plugins that are there, and the jars that make them: what came bundled and what was decided.
 */
final class Installed {
  private final PluginStore store;
  private final BundledPlugins bundled;

  Installed(PluginStore store, BundledPlugins bundled) {
    this.store = store;
    this.bundled = bundled;
  }

  /** All records by name, those of bundled plugins that nobody changed included. */
  Collection<PluginRecord> records() throws IOException {
    SortedMap<String, PluginRecord> records = store.records();
    records.replaceAll((name, record) -> current(record));
    records.values().removeIf(r -> r.origin() == Origin.BUNDLED && !bundled.contains(r.name()));
    for (PluginJar jar : bundled.all()) {
      records.putIfAbsent(jar.name(), asBundled(jar));
    }
    return records.values();
  }

  /** The record of a plugin that is there. */
  Optional<PluginRecord> record(String name) throws IOException {
    Optional<PluginRecord> record = store.record(name).map(this::current);
    if (record.isPresent() && record.get().origin() != Origin.BUNDLED) {
      return record;
    }
    return bundled.jar(name).map(jar -> record.orElse(asBundled(jar)));
  }

  /** Whether a deployment left its decision behind, as it was to. */
  boolean committed(Deployment deployment) {
    // Until it is known which version comes, a deployment is of the file, and no record has its
    // name; nor could every file have one of that name.
    if (deployment.toVersion() == null && bringsJar(deployment.action())) {
      return false;
    }
    try {
      Optional<PluginRecord> record = record(deployment.plugin());
      return record.isPresent()
          ? record.get().madeBy(deployment.id())
          : deployment.action() == Deployment.Action.REMOVE;
    } catch (IOException e) {
      throw new UncheckedIOException("the record of a plugin cannot be read", e);
    }
  }

  private static boolean bringsJar(Deployment.Action action) {
    return action == Deployment.Action.INSTALL || action == Deployment.Action.UPGRADE;
  }

  /** A release may have brought another version of a bundled plugin. */
  private PluginRecord current(PluginRecord record) {
    return record.origin() == Origin.BUNDLED
        ? bundled
            .jar(record.name())
            .map(jar ->
                record
                    .withVersion(jar.version().toString(), Origin.BUNDLED, null)
                    .withRemoved(record.removed()))
            .orElse(record)
        : record;
  }

  private static PluginRecord asBundled(PluginJar jar) {
    return PluginRecord.bundled(jar.name(), jar.version().toString());
  }

  /** The jar in force; empty if it is lost or damaged. */
  Optional<PluginJar> jar(PluginRecord record) throws IOException {
    return record.origin() == Origin.BUNDLED
        ? bundled.jar(record.name())
        : store.kept(record.name(), record.version());
  }

  /**
   * The jar in force.
   *
   * @throws PluginRefused if it is lost or damaged
   */
  PluginJar requireJar(PluginRecord record) throws IOException, PluginRefused {
    return jar(record)
        .orElseThrow(() -> new PluginRefused("its jar is lost or damaged; install it again"));
  }

  /** The jar that came with the distribution. */
  Optional<PluginJar> bundled(String name) {
    return bundled.jar(name);
  }
}
