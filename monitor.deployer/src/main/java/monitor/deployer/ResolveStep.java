package monitor.deployer;

import java.io.IOException;
import java.util.List;
import monitor.deployer.verify.PluginRefused;
import org.osgi.framework.BundleException;

/** Tries the wiring before anything is stopped, and that no other bundle would be restarted. */
final class ResolveStep implements Step {
  private final PluginBundles bundles;
  private final WiringCheck wiring;

  ResolveStep(PluginBundles bundles, WiringCheck wiring) {
    this.bundles = bundles;
    this.wiring = wiring;
  }

  @Override
  public String name() {
    return "resolve";
  }

  @Override
  public String run(Change change) throws PluginRefused, BundleException, IOException {
    List<String> dependents = bundles.dependents(change.plugin());
    if (!dependents.isEmpty()) {
      throw new PluginRefused(
          "%s use packages of it and would be restarted with it; plugins import only the platform's packages"
              .formatted(String.join(", ", dependents)));
    }
    wiring.dryRun(change.candidate());
    return "every requirement is met; no other bundle is refreshed";
  }
}
