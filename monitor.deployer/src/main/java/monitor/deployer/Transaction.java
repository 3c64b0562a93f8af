package monitor.deployer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.State;
import monitor.deployer.explain.ActivationFailure;
import monitor.deployer.verify.PluginRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the steps of one change: all of them, or none that anyone could notice. */
final class Transaction {
  private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

  private static final String NOT_RESTORED =
      "; what ran before could not be put back, so restart the platform";

  private final List<Step> steps;
  private final Change change;
  private final Deque<Step> begun = new ArrayDeque<>();

  Transaction(List<Step> steps, Change change) {
    this.steps = steps;
    this.change = change;
  }

  /** Runs to a terminal state; an interrupt counts as a failure of the step and stays set. */
  Deployment run() {
    Progress progress = change.progress();
    try {
      for (Step step : steps) {
        if (!change.unchanged()) {
          begun.push(step);
          progress.began(step.name(), step.hurried());
          progress.did(step.run(change));
        }
      }
      progress.ended(State.COMMITTED, "");
    } catch (Throwable e) {
      fail(e);
    }
    return progress.now();
  }

  private void fail(Throwable failure) {
    boolean interrupted = failure instanceof InterruptedException || Thread.interrupted();
    String reason = reason(failure);
    LOG.debug("{} failed.", change.progress().now(), failure);
    change.progress().failed(reason);
    State end = takeBack();
    change.progress().ended(end, end == State.FAILED ? reason + NOT_RESTORED : reason);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String reason(Throwable failure) {
    return switch (failure) {
      case PluginRefused refused -> refused.reason();
      case InterruptedException _ -> "the platform is being stopped";
      case java.io.IOException e -> "a file could not be read or written: " + e.getMessage();
      default -> ActivationFailure.words(failure);
    };
  }

  private State takeBack() {
    boolean clean = true;
    while (!begun.isEmpty()) {
      clean &= undo(begun.pop());
    }
    if (!clean) {
      return State.FAILED;
    }
    return change.touched() ? State.ROLLED_BACK : State.REJECTED;
  }

  private boolean undo(Step step) {
    try {
      step.undo(change);
      return true;
    } catch (Throwable e) {
      LOG.error(
          "The step {} of deployment {} could not be taken back; restart the platform.",
          step.name(),
          change.progress().now().id(),
          e);
      return false;
    }
  }
}
