package monitor.runtime.source;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import monitor.api.capability.Grant;
import monitor.api.operation.ComponentState;
import monitor.api.operation.Incident;
import monitor.api.source.EventSource;
import monitor.api.status.HealthCheck;
import monitor.api.status.Status;
import monitor.runtime.SourceSpec;
import monitor.runtime.accounting.ThreadCosts;
import monitor.runtime.containment.CallWatch;
import monitor.runtime.containment.PluginGuard;
import monitor.runtime.containment.PluginLimiter;
import monitor.runtime.lifecycle.Condition;
import monitor.runtime.lifecycle.HealthProbe;
import monitor.runtime.lifecycle.Worker;
import monitor.runtime.negotiation.Negotiation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one source: on a thread of its own, again with back-off after a failure, no more after too
 * many of them. Safe for many threads.
 */
public final class SourceRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SourceRunner.class);

  private final SourceSpec spec;
  private final EventSource source;
  private final InstantSource clock;
  private final Path folder;
  private final Outlet outlet;
  private final PluginGuard guard;
  private final PluginLimiter limiter;
  private final ThreadGroup threads;
  private final ThreadCosts costs;
  private final Condition condition = new Condition();
  private final HealthProbe health;

  private Grant grant;
  private String objection = "";
  private boolean wanted;
  private boolean paused;
  private @Nullable SourceRun run;
  private @Nullable Worker worker;

  /** Of a source that is not run before {@link #start}. */
  public SourceRunner(
      SourceSpec spec,
      EventSource source,
      Grant grant,
      InstantSource clock,
      Path folder,
      Outlet outlet,
      PluginGuard guard,
      ThreadGroup parent) {
    this.spec = spec;
    this.source = source;
    this.grant = grant;
    this.clock = clock;
    this.folder = folder;
    this.outlet = outlet;
    this.guard = guard;
    this.limiter = guard.limiter();
    this.threads = new ThreadGroup(parent, "source " + spec.name());
    this.costs = new ThreadCosts(threads);
    this.health = new HealthProbe(threads, "source " + spec.name(), condition);
  }

  /** What it declares. */
  public SourceSpec spec() {
    return spec;
  }

  /** What it may do. */
  public synchronized Grant grant() {
    return grant;
  }

  /** Gives it another grant; a run under the old one is ended and begun anew. */
  public void regrant(Grant newGrant, Duration deadline) {
    if (newGrant.allowsTheSameAs(grant())) {
      explain(newGrant);
      return;
    }
    boolean was = stop(deadline, "its grant changed");
    synchronized (this) {
      grant = newGrant;
    }
    LOG.info("Source {} is now granted {}.", spec.name(), newGrant.granted());
    if (was) {
      start();
    }
  }

  /** Only the reasons differ. */
  private synchronized void explain(Grant newGrant) {
    grant = newGrant;
    if (wanted && !paused && objection.isEmpty() && !grant.sufficient()) {
      condition.is(ComponentState.INACTIVE, Negotiation.explain(grant));
    }
  }

  /** Is not run any more, whoever asks: what it is must not be relied on. */
  public void object(String reason, Duration deadline) {
    stop(deadline, reason);
    synchronized (this) {
      objection = reason;
      condition.begins(ComponentState.QUARANTINED, reason);
    }
    LOG.error("Source {} is put into quarantine: {}.", spec.name(), reason);
  }

  /** Runs it, unless something it requires was refused or a person paused it. */
  public synchronized void start() {
    wanted = true;
    if (!objection.isEmpty()) {
      condition.begins(ComponentState.QUARANTINED, objection);
      return;
    }
    if (paused || worker != null) {
      return;
    }
    if (!grant.sufficient()) {
      condition.begins(ComponentState.INACTIVE, Negotiation.explain(grant));
      LOG.warn("Source {} does not start: {}.", spec.name(), Negotiation.explain(grant));
      return;
    }
    condition.begins(ComponentState.ACTIVE, "");
    worker = Worker.of(threads, "source " + spec.name(), this::loop);
    worker.start();
  }

  private void loop() {
    Failures failures = new Failures();
    try {
      while (runOnce(failures)) {
        condition.startedAgain();
      }
    } finally {
      synchronized (this) {
        if (current()) {
          worker = null;
          run = null;
        }
      }
    }
  }

  private boolean current() {
    return worker != null && worker.isCurrent();
  }

  /** Runs it once; returns whether to run it again. */
  private boolean runOnce(Failures failures) {
    SourceRun mine = begin();
    if (mine == null) {
      return false;
    }
    failures.begin();
    Throwable failure = perform(mine);
    mine.close();
    return failure == null ? finished() : failed(failure, failures);
  }

  private synchronized @Nullable SourceRun begin() {
    if (!wanted || !current()) {
      return null;
    }
    condition.begins(ComponentState.ACTIVE, "");
    run = new SourceRun(spec, grant, clock, folder, threads, condition, limiter, outlet);
    return run;
  }

  private @Nullable Throwable perform(SourceRun mine) {
    try {
      source.run(mine);
      mine.requestStop();
      mine.awaitForks();
      return null;
    } catch (InterruptedException e) {
      mine.requestStop();
      return null;
    } catch (Throwable e) {
      mine.requestStop();
      mine.interruptForks();
      return wantsToRun() ? e : null;
    }
  }

  private synchronized boolean wantsToRun() {
    return wanted;
  }

  private synchronized boolean finished() {
    if (current() && wanted) {
      condition.is(ComponentState.INACTIVE, "it finished");
      LOG.info("Source {} finished.", spec.name());
    }
    return false;
  }

  private synchronized boolean failed(Throwable failure, Failures failures) {
    condition.failedOnce();
    if (!current()) {
      return false;
    }
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (failures.tooMany()) {
      String reason = "it failed %d times, last: %s".formatted(failures.count(), message);
      condition.begins(ComponentState.QUARANTINED, reason);
      LOG.error("Source {} is put into quarantine: {}.", spec.name(), reason, failure);
      guard.report(
          Incident.Kind.QUARANTINE, "is put into quarantine: " + reason, failure.getStackTrace());
      return false;
    }
    condition.begins(ComponentState.FAILED, message);
    long delay = failures.delayNanos();
    LOG.warn(
        "Source {} failed and is run again in {} ms: {}.",
        spec.name(),
        TimeUnit.NANOSECONDS.toMillis(delay),
        message,
        failure);
    return waitToRunAgain(delay);
  }

  /** Waits, giving the monitor free, until the delay is over or it is not wanted any more. */
  private boolean waitToRunAgain(long nanos) {
    long until = System.nanoTime() + nanos;
    try {
      while (wanted && System.nanoTime() < until) {
        TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
      }
    } catch (InterruptedException e) {
      return false;
    }
    return wanted;
  }

  /**
   * Asks it to stop, waits, interrupts it late in the deadline, and fences it off. Returns whether
   * it was wanted to run.
   */
  public boolean stop(Duration deadline, String why) {
    SourceRun current;
    Worker running;
    boolean was;
    synchronized (this) {
      was = wanted;
      wanted = false;
      notifyAll();
      current = run;
      running = worker;
    }
    if (running != null) {
      end(current, running, deadline);
    }
    synchronized (this) {
      condition.begins(paused ? ComponentState.DISABLED : ComponentState.INACTIVE, why);
    }
    return was;
  }

  private void end(@Nullable SourceRun current, Worker running, Duration deadline) {
    if (current == null) {
      running.end(deadline, () -> {});
      return;
    }
    current.signalStop();
    Worker closing = closing(current);
    closing.start();
    boolean ended = running.end(deadline, current::interruptForks);
    boolean closed = closing.end(deadline.dividedBy(3), () -> {});
    current.close();
    if (!closed) {
      reportStuck(closing, deadline, "did not close its resources");
    }
    if (!ended) {
      reportStuck(running, deadline, "did not stop");
      synchronized (this) {
        worker = null;
        run = null;
      }
    }
  }

  /** Asks it to end and waits for nothing; {@link #stop} is still to be called. */
  public void requestStop() {
    SourceRun current;
    synchronized (this) {
      wanted = false;
      notifyAll();
      current = run;
    }
    if (current != null) {
      current.signalStop();
      closing(current).start();
    }
  }

  /** Closing may block, and is the plugin's. */
  private Worker closing(SourceRun ending) {
    return Worker.of(threads, "closing for source " + spec.name(), ending::closeResources);
  }

  private void reportStuck(Worker stuck, Duration deadline, String what) {
    StackTraceElement[] stack = stuck.stack();
    guard.report(
        Incident.Kind.STUCK,
        "%s within %d ms and was fenced off; its thread goes on at %s"
            .formatted(what, deadline.toMillis(), PluginGuard.place(stack)),
        stack);
  }

  /** Reports what does not come back in time, and interrupts it, once. */
  public void watch(Duration deadline) {
    CallWatch.Overdue call = health.overdue(deadline);
    condition.watched(call == null ? Status.OK : Status.degraded("it " + call.words(deadline)));
    if (call != null && call.first()) {
      guard.report(Incident.Kind.STUCK, call.words(deadline), call.stack());
    }
  }

  /** A person stops it until {@link #resume}. */
  public void pause(Duration deadline) {
    synchronized (this) {
      paused = true;
    }
    stop(deadline, "paused");
  }

  /** A person lets it run again, also out of quarantine. */
  public void resume() {
    synchronized (this) {
      paused = false;
    }
    start();
  }

  /** Begins to ask its companion how it is doing, if it has one. */
  public void checkHealth() {
    if (source instanceof HealthCheck check) {
      health.ask(check);
    }
  }

  /** How it is; a status that it reports is part of it. */
  public ComponentState state() {
    return condition.state(grant());
  }

  /** Why it is not active; empty if it is. */
  public String reason() {
    return condition.reason(grant());
  }

  /** What its threads cost. */
  public ThreadCosts costs() {
    return costs;
  }

  /** Failures since it was registered. */
  public long errors() {
    return condition.errors();
  }

  /** Restarts since it was registered. */
  public long restarts() {
    return condition.restarts();
  }
}
