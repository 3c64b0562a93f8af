package monitor.deployer;

/** Stops what runs; the runtime has delivered or journaled its events when that returns. */
final class StopStep implements Step {
  private final PluginBundles bundles;
  private final Health health;

  StopStep(PluginBundles bundles, Health health) {
    this.health = health;
    this.bundles = bundles;
  }

  @Override
  public String name() {
    return "stop";
  }

  @Override
  public boolean hurried() {
    return true;
  }

  @Override
  public String run(Change change) throws Exception {
    if (bundles.find(change.plugin()).isPresent()) {
      change.wasInstalled();
    }
    change.failedBefore(health.failed(change.plugin()));
    change.touch();
    health.stopping(change.plugin());
    bundles.stop(change.plugin());
    return change.ranBefore() ? "stopped" : "did not run";
  }

  @Override
  public void undo(Change change) throws Exception {
    if (change.ranBefore() && bundles.find(change.plugin()).isPresent()) {
      bundles.start(change.plugin());
    }
  }
}
