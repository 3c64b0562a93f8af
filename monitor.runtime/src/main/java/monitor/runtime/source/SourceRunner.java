package monitor.runtime.source;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import monitor.api.capability.Grant;
import monitor.api.event.Kind;
import monitor.api.operation.ComponentState;
import monitor.api.source.EventSource;
import monitor.api.status.HealthCheck;
import monitor.api.status.Status;
import monitor.runtime.SourceSpec;
import monitor.runtime.accounting.Backoff;
import monitor.runtime.accounting.ThreadCosts;
import monitor.runtime.stream.BufferLimits;
import monitor.runtime.stream.OpenStream;
import monitor.runtime.stream.Streams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one source: on a thread of its own, again with back-off after a failure, no more after too
 * many of them. Safe for many threads.
 */
public final class SourceRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SourceRunner.class);

  /** So many failures within {@link #FAILURE_WINDOW} put a source into quarantine. */
  static final int MOST_FAILURES = 10;

  private static final Duration FAILURE_WINDOW = Duration.ofMinutes(10);
  private static final Duration FIRST_RESTART = Duration.ofSeconds(1);
  private static final Duration LAST_RESTART = Duration.ofSeconds(60);

  private final SourceSpec spec;
  private final EventSource source;
  private final InstantSource clock;
  private final Path folder;
  private final Streams streams;
  private final BufferLimits limits;
  private final ThreadGroup threads;
  private final ThreadCosts costs;

  private Grant grant;
  private ComponentState state = ComponentState.INACTIVE;
  private String reason = "not started yet";
  private Status health = Status.OK;
  private boolean wanted;
  private boolean paused;
  private @Nullable SourceRun run;
  private @Nullable Thread thread;
  private CountDownLatch ended = new CountDownLatch(0);
  private long errors;
  private long restarts;

  /** Of a source that is not run before {@link #start}. */
  public SourceRunner(
      SourceSpec spec,
      EventSource source,
      Grant grant,
      InstantSource clock,
      Path folder,
      Streams streams,
      BufferLimits limits,
      ThreadGroup parent) {
    this.spec = spec;
    this.source = source;
    this.grant = grant;
    this.clock = clock;
    this.folder = folder;
    this.streams = streams;
    this.limits = limits;
    this.threads = new ThreadGroup(parent, "source " + spec.name());
    this.costs = new ThreadCosts(threads);
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
    synchronized (this) {
      if (newGrant.equals(grant)) {
        return;
      }
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

  /** Runs it, unless something it requires was refused or a person paused it. */
  public synchronized void start() {
    wanted = true;
    if (paused || thread != null) {
      return;
    }
    if (!grant.sufficient()) {
      state = ComponentState.INACTIVE;
      reason = refusal();
      LOG.warn("Source {} is not run: {}.", spec.name(), reason);
      return;
    }
    ended = new CountDownLatch(1);
    state = ComponentState.ACTIVE;
    reason = "";
    Thread fresh = new Thread(threads, this::loop, "source " + spec.name());
    fresh.setDaemon(true);
    thread = fresh;
    fresh.start();
  }

  private String refusal() {
    return grant.refused().stream()
        .filter(r -> grant.required().names().contains(r.capability()))
        .map(r -> "%s was refused by %s: %s".formatted(r.capability(), r.by(), r.reason()))
        .reduce((a, b) -> a + "; " + b)
        .orElse("something it requires was refused");
  }

  private void loop() {
    Backoff backoff = new Backoff(FIRST_RESTART, LAST_RESTART);
    Deque<Long> failures = new ArrayDeque<>();
    CountDownLatch done = ended;
    try {
      while (runOnce(backoff, failures)) {
        synchronized (this) {
          restarts++;
        }
      }
    } finally {
      synchronized (this) {
        if (current()) {
          thread = null;
          run = null;
        }
      }
      done.countDown();
    }
  }

  /** Runs it once; returns whether to run it again. */
  private boolean runOnce(Backoff backoff, Deque<Long> failures) {
    SourceRun current = begin();
    if (current == null) {
      return false;
    }
    long started = System.nanoTime();
    Throwable failure = perform(current);
    current.close();
    if (failure == null) {
      return finished();
    }
    if (System.nanoTime() - started > LAST_RESTART.toNanos()) {
      backoff.reset();
    }
    return failed(failure, backoff, failures);
  }

  private synchronized @Nullable SourceRun begin() {
    if (!wanted || !current()) {
      return null;
    }
    SourceRun fresh = new SourceRun(spec.name(), grant, clock, folder, threads, this::openStream);
    run = fresh;
    state = ComponentState.ACTIVE;
    reason = "";
    return fresh;
  }

  /** Whether this thread runs the source, and is not an old one that hung and was fenced off. */
  private boolean current() {
    return thread == Thread.currentThread();
  }

  private OpenStream openStream(Kind kind) {
    if (!spec.kinds().contains(kind)) {
      throw new IllegalArgumentException(
          "source %s declares the kinds %s and not %s".formatted(spec.name(), spec.kinds(), kind));
    }
    return streams.open(spec.name(), kind, spec.overflow(), limits);
  }

  private @Nullable Throwable perform(SourceRun current) {
    try {
      source.run(current);
      current.requestStop();
      current.awaitForks();
      return null;
    } catch (InterruptedException e) {
      current.requestStop();
      return null;
    } catch (Throwable e) {
      boolean asked = current.stopping();
      current.requestStop();
      current.interruptForks();
      return asked && !wantsToRun() ? null : e;
    }
  }

  private synchronized boolean wantsToRun() {
    return wanted;
  }

  private synchronized boolean finished() {
    if (!current()) {
      return false;
    }
    boolean asked = !wanted;
    state = asked && paused ? ComponentState.DISABLED : ComponentState.INACTIVE;
    if (!asked) {
      reason = "it finished";
      LOG.info("Source {} finished.", spec.name());
    }
    return false;
  }

  private boolean failed(Throwable failure, Backoff backoff, Deque<Long> failures) {
    long now = System.nanoTime();
    failures.add(now);
    while (now - failures.getFirst() > FAILURE_WINDOW.toNanos()) {
      failures.removeFirst();
    }
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    synchronized (this) {
      errors++;
      if (!current()) {
        return false;
      }
      if (failures.size() >= MOST_FAILURES) {
        state = ComponentState.QUARANTINED;
        reason = "it failed %d times, last: %s".formatted(failures.size(), message);
        LOG.error("Source {} is put into quarantine: {}.", spec.name(), reason, failure);
        return false;
      }
      state = ComponentState.FAILED;
      reason = message;
    }
    long delay = backoff.nextNanos();
    LOG.warn(
        "Source {} failed and is run again in {} ms: {}.",
        spec.name(),
        TimeUnit.NANOSECONDS.toMillis(delay),
        message,
        failure);
    return pauseBeforeRestart(delay);
  }

  private synchronized boolean pauseBeforeRestart(long nanos) {
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
   * it had been running.
   */
  public boolean stop(Duration deadline, String why) {
    SourceRun current;
    Thread running;
    CountDownLatch done;
    synchronized (this) {
      boolean was = wanted;
      wanted = false;
      notifyAll();
      current = run;
      running = thread;
      done = ended;
      if (running == null) {
        state = paused ? ComponentState.DISABLED : state;
        return was;
      }
    }
    if (current != null) {
      current.requestStop();
    }
    end(current, running, done, deadline);
    synchronized (this) {
      state = paused ? ComponentState.DISABLED : ComponentState.INACTIVE;
      reason = why;
    }
    return true;
  }

  private void end(
      @Nullable SourceRun current, Thread running, CountDownLatch done, Duration deadline) {
    boolean stopped = await(done, deadline.multipliedBy(2).dividedBy(3));
    if (!stopped) {
      running.interrupt();
      if (current != null) {
        current.interruptForks();
      }
      stopped = await(done, deadline.dividedBy(3));
    }
    if (current != null) {
      current.close();
    }
    if (!stopped) {
      LOG.warn(
          "Source {} did not stop within {} and was fenced off; it hangs at {}.",
          spec.name(),
          deadline,
          running.getStackTrace().length > 0 ? running.getStackTrace()[0] : "an unknown place");
      synchronized (this) {
        thread = null;
        run = null;
      }
    }
  }

  private static boolean await(CountDownLatch done, Duration deadline) {
    try {
      return done.await(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
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

  /** Asks its companion how it is doing, if it has one; may block. */
  public void checkHealth() {
    if (!(source instanceof HealthCheck check)) {
      return;
    }
    Status answer;
    try {
      answer = check.check();
    } catch (Exception e) {
      answer = Status.failed(String.valueOf(e.getMessage()));
    }
    synchronized (this) {
      health = answer;
    }
  }

  /** How it is; a status that it reports is part of it. */
  public synchronized ComponentState state() {
    if (state != ComponentState.ACTIVE) {
      return state;
    }
    return reported().level() == Status.Level.OK && !grant.degraded()
        ? state
        : ComponentState.DEGRADED;
  }

  /** Why it is not active; empty if it is. */
  public synchronized String reason() {
    if (state != ComponentState.ACTIVE) {
      return reason;
    }
    Status reported = reported();
    if (reported.level() != Status.Level.OK) {
      return reported.reason();
    }
    return grant.refused().stream()
        .map(r -> r.capability() + " was refused by " + r.by() + ": " + r.reason())
        .reduce((a, b) -> a + "; " + b)
        .orElse("");
  }

  private Status reported() {
    Status ofRun = run == null ? Status.OK : run.status();
    return ofRun.level().compareTo(health.level()) >= 0 ? ofRun : health;
  }

  /** What its threads cost. */
  public ThreadCosts costs() {
    return costs;
  }

  /** Failures since it was registered. */
  public synchronized long errors() {
    return errors;
  }

  /** Restarts since it was registered. */
  public synchronized long restarts() {
    return restarts;
  }
}
