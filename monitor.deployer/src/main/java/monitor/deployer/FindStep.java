package monitor.deployer;

import java.util.Optional;
import monitor.api.operation.Deployment.Action;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;
import org.jspecify.annotations.Nullable;

/** Looks up the plugin of a change that brings no jar, and says what shall be afterwards. */
final class FindStep implements Step {
  private final Installed installed;

  FindStep(Installed installed) {
    this.installed = installed;
  }

  @Override
  public String name() {
    return "find";
  }

  @Override
  public String run(Change change) throws Exception {
    Request request = change.request();
    PluginRecord record =
        installed
            .record(request.subject())
            .filter(found -> !found.removed())
            .orElseThrow(() -> new PluginRefused("there is no plugin " + request.subject()));
    // Only what is to run needs its jar: a damaged one does not stand in the way of the others.
    PluginJar before =
        request.action() == Action.ENABLE
            ? installed.requireJar(record)
            : installed.jar(record).orElse(null);
    switch (request.action()) {
      case REMOVE -> remove(change, record, before);
      case DISABLE -> keep(change, record, before, record.withDisabled(true));
      case PIN -> keep(change, record, before, record.withPinned(true));
      case UNPIN -> keep(change, record, before, record.withPinned(false));
      default -> keep(change, record, before, record.withDisabled(false));
    }
    return "%s %s".formatted(record.name(), record.version());
  }

  private static void keep(
      Change change, PluginRecord record, @Nullable PluginJar jar, PluginRecord after) {
    change.jars(jar, jar);
    change.records(record, after);
    concerns(change, record, record.version());
  }

  private void remove(Change change, PluginRecord record, @Nullable PluginJar before) {
    Optional<PluginJar> bundled =
        record.origin() == Origin.BUNDLED ? Optional.empty() : installed.bundled(record.name());
    change.jars(before, bundled.orElse(null));
    PluginRecord after =
        record.origin() == Origin.BUNDLED
            ? record.withRemoved(true).withPinned(false)
            : bundled
                .map(jar -> record.withVersion(jar.version().toString(), Origin.BUNDLED, null))
                .orElse(null);
    change.records(record, after);
    concerns(change, record, bundled.map(jar -> jar.version().toString()).orElse(null));
  }

  private static void concerns(Change change, PluginRecord record, @Nullable String to) {
    Request request = change.request();
    change.progress().concerns(request.action(), record.name(), record.version(), to);
  }
}
