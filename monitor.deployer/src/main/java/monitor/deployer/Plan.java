package monitor.deployer;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import monitor.api.operation.Deployment.Action;
import monitor.deployer.verify.JarLimits;

/** Which steps make which change, in order. */
final class Plan {
  private final List<Step> install;
  private final List<Step> remove;
  private final List<Step> enable;
  private final List<Step> disable;

  Plan(
      PluginStore store,
      Installed installed,
      PluginBundles bundles,
      Trial trial,
      Path dropFolder,
      InstantSource clock) {
    Step find = new FindStep(installed);
    Step stop = new StopStep(bundles);
    Step swap = new SwapStep(bundles);
    Step start = new StartStep(bundles);
    Step tried = new TrialStep(bundles, trial);
    Step commit = new CommitStep(store, clock);
    this.install =
        List.of(
            new VerifyStep(JarLimits.DEFAULT),
            new PolicyStep(installed, bundles),
            new ResolveStep(bundles, new WiringCheck(bundles)),
            new SnapshotStep(store),
            stop,
            swap,
            start,
            tried,
            commit);
    this.remove = List.of(find, stop, swap, start, commit, new DropFileStep(dropFolder));
    this.enable = List.of(find, start, tried, commit);
    this.disable = List.of(find, stop, commit);
  }

  List<Step> steps(Action action) {
    return switch (action) {
      case INSTALL, UPGRADE, ROLLBACK -> install;
      case REMOVE -> remove;
      case ENABLE -> enable;
      case DISABLE -> disable;
    };
  }
}
