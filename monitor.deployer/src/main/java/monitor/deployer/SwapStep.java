package monitor.deployer;

import monitor.deployer.verify.PluginJar;
import monitor.deployer.verify.PluginRefused;
import org.jspecify.annotations.Nullable;

/** Puts one jar in the place of another while neither runs. */
final class SwapStep implements Step {
  private final PluginBundles bundles;

  SwapStep(PluginBundles bundles) {
    this.bundles = bundles;
  }

  @Override
  public String name() {
    return "swap";
  }

  @Override
  public boolean hurried() {
    return true;
  }

  @Override
  public String run(Change change) throws Exception {
    change.touch();
    put(change.plugin(), change.after());
    PluginJar after = change.after();
    return after == null ? "uninstalled" : "installed " + after.version();
  }

  @Override
  public void undo(Change change) throws Exception {
    put(change.plugin(), change.before());
    if (change.before() == null && change.installedBefore()) {
      throw new PluginRefused("the jar of what ran before is lost or damaged; install it again");
    }
  }

  private void put(String plugin, @Nullable PluginJar jar) throws Exception {
    if (jar == null) {
      bundles.uninstall(plugin);
    } else {
      bundles.put(jar);
    }
  }
}
