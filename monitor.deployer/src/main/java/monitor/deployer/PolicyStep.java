package monitor.deployer;

import java.io.IOException;
import java.util.Optional;
import monitor.api.operation.Deployment.Action;
import monitor.deployer.diff.Agreement;
import monitor.deployer.diff.PositionFormats;
import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;
import org.jspecify.annotations.Nullable;

/** Decides whether this plugin may take the place of what is there. */
final class PolicyStep implements Step {
  private final PluginStore store;
  private final Installed installed;
  private final PluginBundles bundles;

  PolicyStep(PluginStore store, Installed installed, PluginBundles bundles) {
    this.store = store;
    this.installed = installed;
    this.bundles = bundles;
  }

  @Override
  public String name() {
    return "policy";
  }

  @Override
  public String run(Change change) throws Exception {
    PluginJar jar = change.candidate();
    refuseCore(jar.name());
    Agreement.check(jar);
    Optional<PluginRecord> known = installed.record(jar.name());
    PluginJar before = known.isPresent() ? installed.jar(known.get()).orElse(null) : null;
    change.jars(before, jar);
    change.records(known.orElse(null), after(change.request(), jar, known.orElse(null)));
    concerns(change, before);
    return known.isEmpty() ? "new" : judge(change, known.get(), before);
  }

  private void refuseCore(String name) throws PluginRefused {
    boolean core = bundles.core().anyMatch(bundle -> name.equals(bundle.getSymbolicName()));
    if (core || name.startsWith("monitor.") || name.equals("webconsole")) {
      throw new PluginRefused(
          "%s is a part of the platform and is replaced with a release only; give the plugin another Bundle-SymbolicName"
              .formatted(name));
    }
  }

  private static void concerns(Change change, @Nullable PluginJar before) {
    Action action = before == null ? Action.INSTALL : Action.UPGRADE;
    PluginJar jar = change.candidate();
    String from = before == null ? null : before.version().toString();
    change.progress().concerns(action, jar.name(), from, jar.version().toString());
  }

  private static PluginRecord after(Request request, PluginJar jar, @Nullable PluginRecord known) {
    String version = jar.version().toString();
    PluginRecord base = known == null ? PluginRecord.bundled(jar.name(), version) : known;
    return base.withVersion(version, request.origin(), request.droppedFile());
  }

  private String judge(Change change, PluginRecord known, @Nullable PluginJar before)
      throws PluginRefused, IOException {
    PluginJar jar = change.candidate();
    if (known.pinned() && !known.removed()) {
      throw new PluginRefused(
          "%s is pinned to %s; unpin it first".formatted(jar.name(), known.version()));
    }
    if (before == null || known.removed()) {
      return "back again";
    }
    int order = jar.version().compareTo(before.version());
    if (order == 0) {
      return same(change, jar, before);
    }
    PositionFormats.check(before, jar);
    if (order < 0 && !change.request().downgrade()) {
      throw new PluginRefused(
          "version %s is older than %s, which is installed; roll back to a version of the history, or allow the downgrade (--allow-downgrade)"
              .formatted(jar.version(), before.version()));
    }
    refuseOtherBytes(jar);
    return "takes the place of " + before.version();
  }

  /** A version that was in force is known by its bytes. */
  private void refuseOtherBytes(PluginJar jar) throws PluginRefused, IOException {
    Optional<PluginJar> kept = store.kept(jar.name(), jar.version().toString());
    if (kept.isPresent() && !kept.get().sha256().equals(jar.sha256())) {
      throw new PluginRefused(
          "version %s was installed before with other contents; raise the version with every change"
              .formatted(jar.version()));
    }
  }

  private String same(Change change, PluginJar jar, PluginJar before) throws PluginRefused {
    if (!jar.sha256().equals(before.sha256())) {
      throw new PluginRefused(
          "version %s is installed with other contents; raise the version with every change"
              .formatted(jar.version()));
    }
    if (bundles.find(jar.name()).isEmpty()) {
      // It was refused at the start, or its file was missing then: nothing ran before.
      change.jars(null, jar);
      concerns(change, null);
      return "it is in force, and not installed";
    }
    change.leave();
    return "exactly this jar is installed; nothing to do";
  }
}
