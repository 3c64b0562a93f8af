package monitor.runtime.lifecycle;

import monitor.api.capability.Grant;
import monitor.api.operation.ComponentState;
import monitor.api.status.HealthCheck;
import monitor.api.status.Status;
import monitor.runtime.negotiation.Negotiation;

/**
 * How a component is: what the runtime knows, what it reports, what its check says. Thread safe.
 */
public final class Condition {
  private ComponentState state = ComponentState.INACTIVE;
  private String reason = "not started yet";
  private Status reported = Status.OK;
  private Status checked = Status.OK;
  private Status watched = Status.OK;
  private long errors;
  private long restarts;

  /** The runtime knows this; an empty reason for one that works. */
  public synchronized void is(ComponentState newState, String newReason) {
    state = newState;
    reason = newReason;
  }

  /** It begins anew: what it reported before is forgotten. */
  public synchronized void begins(ComponentState newState, String newReason) {
    is(newState, newReason);
    reported = Status.OK;
    watched = Status.OK;
  }

  /** It says this of itself. */
  public synchronized void reports(Status status) {
    reported = status;
  }

  /** Asks its health check; may block, and takes an exception for an answer. */
  public void ask(HealthCheck check) {
    Status answer;
    try {
      answer = check.check();
    } catch (Throwable e) {
      answer = Status.failed("its health check failed: " + e);
    }
    synchronized (this) {
      checked = answer == null ? Status.failed("its health check answered null") : answer;
    }
  }

  /** The watchdog says this of it. */
  public synchronized void watched(Status status) {
    watched = status;
  }

  /** It failed once more. */
  public synchronized void failedOnce() {
    errors++;
  }

  /** It was started once more. */
  public synchronized void startedAgain() {
    restarts++;
  }

  /** The state that is shown. */
  public synchronized ComponentState state(Grant grant) {
    if (state != ComponentState.ACTIVE) {
      return state;
    }
    return worst().level() == Status.Level.OK && !grant.degraded()
        ? state
        : ComponentState.DEGRADED;
  }

  /** Why it is not active; empty if it is. */
  public synchronized String reason(Grant grant) {
    // What the watchdog saw of the last call may come after the verdict.
    if (state != ComponentState.QUARANTINED && !worst().reason().isEmpty()) {
      return worst().reason();
    }
    return state == ComponentState.ACTIVE ? Negotiation.explain(grant) : reason;
  }

  private Status worst() {
    Status own = reported.level().compareTo(checked.level()) >= 0 ? reported : checked;
    return watched.level().compareTo(own.level()) > 0 ? watched : own;
  }

  /** Failures so far. */
  public synchronized long errors() {
    return errors;
  }

  /** Restarts so far. */
  public synchronized long restarts() {
    return restarts;
  }
}
