package monitor.deployer;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
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
    List<Step> change = List.of(snapshot, stop, swap, start, tried, commit);
    this.install = joined(List.of(verify), checks, change);
    // What was in force before goes back even where the configuration has moved on.
    this.rollback = joined(List.of(new ReturnStep(store, installed), signature, resolve), change);
    this.remove = List.of(find, stop, swap, start, commit, new DropFileStep(dropFolder));
    this.enable = List.of(find, start, tried, commit);
    this.disable = List.of(find, stop, commit);
    this.note = List.of(find, commit);
  }

  @SafeVarargs
  private static List<Step> joined(List<Step>... parts) {
    return Stream.of(parts).flatMap(List::stream).toList();
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
