package monitor.deployer;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import monitor.api.operation.Deployment.Action;
import monitor.deployer.signature.SignatureGate;
import monitor.deployer.verify.JarLimits;

/** Which steps make which change, in order. */
final class Plan {
  private final Step verify;
  private final List<Step> checks;
  private final List<Step> install;
  private final List<Step> remove;
  private final List<Step> enable;
  private final List<Step> disable;
  private final List<Step> rollback;
  private final List<Step> note;

  Plan(
      PluginStore store,
      Installed installed,
      PluginBundles bundles,
      Trial trial,
      Health health,
      SignatureGate signatures,
      ConfigurationStep configuration,
      Path dropFolder,
      InstantSource clock) {
    Step find = new FindStep(installed);
    Step signature = new SignatureStep(signatures);
    Step resolve = new ResolveStep(bundles, new WiringCheck(bundles));
    Step snapshot = new SnapshotStep(store);
    Step stop = new StopStep(bundles, health);
    Step swap = new SwapStep(bundles);
    Step start = new StartStep(bundles);
    Step tried = new TrialStep(bundles, trial);
    Step commit = new CommitStep(store, clock);
    this.verify = new VerifyStep(JarLimits.DEFAULT);
    this.checks =
        List.of(signature, new PolicyStep(store, installed, bundles), resolve, configuration);
    this.install =
        List.of(
            verify,
            checks.get(0),
            checks.get(1),
            checks.get(2),
            checks.get(3),
            snapshot,
            stop,
            swap,
            start,
            tried,
            commit);
    this.rollback =
        List.of(
            new ReturnStep(store, installed),
            signature,
            resolve,
            snapshot,
            stop,
            swap,
            start,
            tried,
            commit);
    this.remove = List.of(find, stop, swap, start, commit, new DropFileStep(dropFolder));
    this.enable = List.of(find, start, tried, commit);
    this.disable = List.of(find, stop, commit);
    this.note = List.of(find, commit);
  }

  /** The steps of an installation that touch nothing: the first, and those after it. */
  Comparison comparison(SignatureGate signatures, Losses losses, InstantSource clock) {
    return new Comparison(verify, checks, signatures, losses, clock);
  }

  List<Step> steps(Action action) {
    return switch (action) {
      case INSTALL, UPGRADE -> install;
      case ROLLBACK -> rollback;
      case REMOVE -> remove;
      case ENABLE -> enable;
      case DISABLE -> disable;
      case PIN, UNPIN -> note;
    };
  }
}
