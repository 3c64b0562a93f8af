package monitor.deployer;

import java.time.Instant;
import java.util.List;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.State;
import monitor.api.operation.Deployment.Step;

/** The end of a deployment whose process was killed: the record of the plugin has decided it. */
final class Interrupted {
  private Interrupted() {}

  static Deployment ended(Deployment d, boolean committed, Instant now) {
    String reason =
        committed
            ? ""
            : "the process ended before it was committed; what was in force before is in force";
    List<Step> steps = d.steps().stream().map(step -> ended(step, now)).toList();
    return new Deployment(
        d.id(),
        d.action(),
        d.plugin(),
        d.fromVersion(),
        d.toVersion(),
        d.requestedBy(),
        d.why(),
        committed ? State.COMMITTED : State.ROLLED_BACK,
        reason,
        steps,
        d.started(),
        now);
  }

  private static Step ended(Step step, Instant now) {
    return step.finished() != null
        ? step
        : new Step(step.name(), "failed", "the process ended", step.started(), now);
  }
}
