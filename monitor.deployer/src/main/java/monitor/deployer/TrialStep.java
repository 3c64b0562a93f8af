package monitor.deployer;

/** Watches the new version until it has shown that it works, or has not. */
final class TrialStep implements Step {
  private final PluginBundles bundles;
  private final Trial trial;

  TrialStep(PluginBundles bundles, Trial trial) {
    this.bundles = bundles;
    this.trial = trial;
  }

  @Override
  public String name() {
    return "trial";
  }

  @Override
  public String run(Change change) throws Exception {
    return change.runsAfter()
        ? trial.watch(bundles.find(change.plugin()).orElseThrow(), change.failedBefore())
        : "nothing to try";
  }
}
