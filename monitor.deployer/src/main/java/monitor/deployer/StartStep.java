package monitor.deployer;

/** Starts the plugin, unless a person disabled it. */
final class StartStep implements Step {
  private final PluginBundles bundles;

  StartStep(PluginBundles bundles) {
    this.bundles = bundles;
  }

  @Override
  public String name() {
    return "start";
  }

  @Override
  public boolean hurried() {
    return true;
  }

  @Override
  public String run(Change change) throws Exception {
    if (!change.runsAfter()) {
      return "stays stopped";
    }
    change.touch();
    bundles.start(change.plugin());
    return "started";
  }

  @Override
  public void undo(Change change) throws Exception {
    bundles.stop(change.plugin());
  }
}
