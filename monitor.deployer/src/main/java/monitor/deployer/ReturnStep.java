package monitor.deployer;

import java.util.Optional;
import monitor.deployer.diff.PositionFormats;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;

/**
 * Finds the kept version to go back to. Whatever is the matter with the version in force, even that
 * its jar is lost or damaged, does not stand in the way.
 */
final class ReturnStep implements Step {
  private final PluginStore store;
  private final Installed installed;

  ReturnStep(PluginStore store, Installed installed) {
    this.store = store;
    this.installed = installed;
  }

  @Override
  public String name() {
    return "find";
  }

  @Override
  public String run(Change change) throws Exception {
    Request request = change.request();
    PluginRecord known =
        installed
            .record(request.subject())
            .orElseThrow(
                () -> new PluginRefused("there is no plugin %s".formatted(request.subject())));
    if (request.from() != null && !request.from().equals(known.version())) {
      throw new PluginRefused(
          "%s is not in force any more, but %s".formatted(request.from(), known.version()));
    }
    String version = String.valueOf(request.version());
    PluginJar target =
        store
            .kept(known.name(), version)
            .orElseThrow(
                () -> new PluginRefused("version %s is not kept, or damaged".formatted(version)));
    PluginJar current = installed.jar(known).orElse(null);
    if (current != null) {
      PositionFormats.check(current, target);
    }
    change.jars(current, target);
    change.records(known, after(known, target));
    change
        .progress()
        .concerns(request.action(), known.name(), known.version(), target.version().toString());
    return "%s %s, sha256 %s".formatted(target.name(), target.version(), target.sha256());
  }

  /** The file of the drop folder goes on standing for the plugin: to remove it removes both. */
  private PluginRecord after(PluginRecord known, PluginJar target) {
    Optional<PluginJar> bundled = installed.bundled(known.name());
    boolean back = bundled.filter(jar -> jar.sha256().equals(target.sha256())).isPresent();
    if (back && known.file() == null) {
      return known.withVersion(target.version().toString(), Origin.BUNDLED, null);
    }
    Origin origin = known.file() == null ? Origin.UPLOADED : Origin.DROPPED;
    return known.withVersion(target.version().toString(), origin, known.file());
  }
}
