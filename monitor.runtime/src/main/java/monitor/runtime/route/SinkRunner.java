package monitor.runtime.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import monitor.api.capability.Grant;
import monitor.api.operation.ComponentState;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkContext;
import monitor.api.source.Task;
import monitor.api.status.HealthCheck;
import monitor.api.status.Status;
import monitor.runtime.SinkSpec;
import monitor.runtime.accounting.Backoff;
import monitor.runtime.accounting.ThreadCosts;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.stream.StreamLedger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one sink open on a thread of its own, opens it again with back-off after a failure, and
 * stores its cursor. Safe for many threads.
 */
public final class SinkRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SinkRunner.class);
  private static final Duration FIRST_REOPEN = Duration.ofMillis(250);
  private static final Duration LAST_REOPEN = Duration.ofSeconds(30);

  private final SinkSpec spec;
  private final Sink sink;
  private final InstantSource clock;
  private final Path folder;
  private final Journal journal;
  private final Quarantine quarantine;
  private final Supplier<Collection<StreamLedger>> ledgers;
  private final ThreadGroup threads;
  private final ThreadCosts costs;
  private final List<Thread> forks = new CopyOnWriteArrayList<>();

  private Grant grant;
  private ComponentState state = ComponentState.INACTIVE;
  private String reason = "not opened yet";
  private Status reported = Status.OK;
  private Status health = Status.OK;
  private boolean wanted;
  private @Nullable Session session;
  private @Nullable Thread thread;
  private CountDownLatch ended = new CountDownLatch(0);
  private long finishNanos;
  private long errors;
  private long restarts;
  private volatile Map<Lane, Location> needs = Map.of();

  /** Of a sink that is not opened before {@link #start}. */
  public SinkRunner(
      SinkSpec spec,
      Sink sink,
      Grant grant,
      InstantSource clock,
      Path folder,
      Path quarantineFolder,
      Journal journal,
      Supplier<Collection<StreamLedger>> ledgers,
      ThreadGroup parent) {
    this.spec = spec;
    this.sink = sink;
    this.grant = grant;
    this.clock = clock;
    this.folder = folder;
    this.journal = journal;
    this.quarantine = new Quarantine(quarantineFolder);
    this.ledgers = ledgers;
    this.threads = new ThreadGroup(parent, "sink " + spec.name());
    this.costs = new ThreadCosts(threads);
  }

  /** What it declares. */
  public SinkSpec spec() {
    return spec;
  }

  /** What it may do. */
  public synchronized Grant grant() {
    return grant;
  }

  /** What of the journal it still needs; empty as long as that is not known. */
  public Map<Lane, Location> needs() {
    return needs;
  }

  /** Continues where the instance before it stopped, instead of looking for the place. */
  public void continueAt(Map<Lane, Location> known) {
    needs = known;
  }

  /** Opens it, unless something it requires was refused. */
  public synchronized void start() {
    wanted = true;
    if (thread != null) {
      return;
    }
    if (!grant.sufficient()) {
      state = ComponentState.INACTIVE;
      reason =
          grant.refused().stream()
              .map(r -> "%s was refused by %s: %s".formatted(r.capability(), r.by(), r.reason()))
              .reduce((a, b) -> a + "; " + b)
              .orElse("something it requires was refused");
      LOG.warn("Sink {} is not opened: {}.", spec.name(), reason);
      return;
    }
    ended = new CountDownLatch(1);
    Thread fresh = new Thread(threads, this::loop, "sink " + spec.name());
    fresh.setDaemon(true);
    thread = fresh;
    fresh.start();
  }

  /** Gives it another grant; it is closed and opened anew under it. */
  public void regrant(Grant newGrant, Duration deadline) {
    boolean was;
    synchronized (this) {
      if (newGrant.equals(grant)) {
        return;
      }
      was = wanted;
    }
    stop(deadline, "its grant changed");
    synchronized (this) {
      grant = newGrant;
    }
    if (was) {
      start();
    }
  }

  /** Tells a running session of a route; one that opens later finds it by itself. */
  public synchronized void add(StreamLedger ledger, Route route) {
    Session current = session;
    if (current != null) {
      current.post(() -> current.add(ledger, route));
    }
  }

  /** Tells a running session that a route is gone. */
  public synchronized void remove(String stream) {
    Session current = session;
    if (current != null) {
      current.post(() -> current.remove(stream));
    }
  }

  /** Says that there is something new in the journal. */
  public void wake() {
    Session current = session;
    if (current != null) {
      current.wake();
    }
  }

  private boolean current() {
    return thread == Thread.currentThread();
  }

  private void loop() {
    CountDownLatch done = ended;
    Backoff backoff = new Backoff(FIRST_REOPEN, LAST_REOPEN);
    try {
      while (wantedHere()) {
        openOnce(backoff);
      }
    } finally {
      synchronized (this) {
        if (current()) {
          thread = null;
        }
      }
      done.countDown();
    }
  }

  private synchronized boolean wantedHere() {
    return wanted && current();
  }

  private void openOnce(Backoff backoff) {
    Context context = new Context();
    synchronized (this) {
      reported = Status.OK;
      reason = "it is being opened";
    }
    try {
      sink.open(context);
      backoff.reset();
      deliver();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      failed(e, backoff);
    } finally {
      context.over = true;
      closeSink();
    }
    if (wantedHere() && backoff.failures() > 0) {
      sleep(backoff.nextNanos());
    }
  }

  private void deliver() throws Exception {
    Session fresh =
        new Session(
            spec.name(),
            sink,
            spec.windowBytes(),
            spec.essential(),
            journal,
            needs,
            quarantine,
            this::saveCursor);
    synchronized (this) {
      if (!wanted) {
        return;
      }
      for (StreamLedger ledger : ledgers.get()) {
        ledger.route(spec.name()).ifPresent(route -> fresh.add(ledger, route));
      }
      session = fresh;
      state = ComponentState.ACTIVE;
      reason = "";
    }
    LOG.info("Sink {} is open.", spec.name());
    try {
      fresh.run();
      fresh.finish(finishNanos());
    } finally {
      needs = fresh.needs();
      synchronized (this) {
        errors += fresh.errors();
        session = null;
      }
    }
  }

  private synchronized long finishNanos() {
    return finishNanos;
  }

  private void failed(Throwable failure, Backoff backoff) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    boolean first = backoff.failures() == 0;
    backoff.nextNanos();
    synchronized (this) {
      errors++;
      restarts++;
      if (current()) {
        state = ComponentState.FAILED;
        reason = message;
      }
    }
    if (first) {
      LOG.warn("Sink {} failed and is opened again: {}.", spec.name(), message, failure);
    } else {
      LOG.debug("Sink {} failed again: {}.", spec.name(), message);
    }
  }

  private void closeSink() {
    try {
      sink.close();
    } catch (Throwable e) {
      LOG.warn("Sink {} failed to close.", spec.name(), e);
    }
    forks.removeIf(fork -> !fork.isAlive());
  }

  private synchronized void sleep(long nanos) {
    long until = System.nanoTime() + nanos;
    try {
      while (wanted && System.nanoTime() < until) {
        TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
      }
    } catch (InterruptedException e) {
      wanted = false;
    }
  }

  /**
   * Stores the cursor first and says what is not needed any more afterwards: never the other way.
   */
  private void saveCursor() {
    Session current = session;
    Map<Lane, Location> now = current == null ? needs : current.needs();
    if (spec.essential()) {
      try {
        journal.cursors().save(spec.name(), cursor().encode());
      } catch (IOException e) {
        LOG.warn("The cursor of sink {} cannot be stored; it is tried again.", spec.name(), e);
        return;
      }
    }
    needs = new EnumMap<>(now);
  }

  private CursorState cursor() {
    Map<String, CursorState.Entry> entries = new HashMap<>();
    for (StreamLedger ledger : ledgers.get()) {
      synchronized (ledger) {
        ledger.route(spec.name()).ifPresent(route -> entries.put(ledger.name(), route.state()));
      }
    }
    return new CursorState(entries);
  }

  /** Asks it to end what is in flight, waits, interrupts it late in the deadline. */
  public boolean stop(Duration deadline, String why) {
    Thread running;
    CountDownLatch done;
    synchronized (this) {
      wanted = false;
      notifyAll();
      finishNanos = System.nanoTime() + deadline.toNanos() * 2 / 3;
      running = thread;
      done = ended;
      if (session != null) {
        session.requestStop();
      }
    }
    boolean stopped = running == null || end(running, done, deadline);
    synchronized (this) {
      state = ComponentState.INACTIVE;
      reason = why;
      if (!stopped) {
        thread = null;
        session = null;
      }
    }
    return stopped;
  }

  private boolean end(Thread running, CountDownLatch done, Duration deadline) {
    if (await(done, deadline.multipliedBy(3).dividedBy(4))) {
      return true;
    }
    running.interrupt();
    if (await(done, deadline.dividedBy(4))) {
      return true;
    }
    StackTraceElement[] stack = running.getStackTrace();
    LOG.warn(
        "Sink {} did not stop within {} and was fenced off; it hangs at {}.",
        spec.name(),
        deadline,
        stack.length > 0 ? stack[0] : "an unknown place");
    return false;
  }

  private static boolean await(CountDownLatch done, Duration deadline) {
    try {
      return done.await(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Asks its companion how it is doing, if it has one; may block. */
  public void checkHealth() {
    if (sink instanceof HealthCheck check) {
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
  }

  /** How it is. */
  public synchronized ComponentState state() {
    if (state != ComponentState.ACTIVE) {
      return state;
    }
    return worst().level() == Status.Level.OK && !grant.degraded()
        ? state
        : ComponentState.DEGRADED;
  }

  /** Why it is not active; empty if it is. */
  public synchronized String reason() {
    if (state == ComponentState.ACTIVE) {
      return worst().reason();
    }
    return reported.reason().isEmpty() ? reason : reported.reason();
  }

  private Status worst() {
    return reported.level().compareTo(health.level()) >= 0 ? reported : health;
  }

  /** What its threads cost. */
  public ThreadCosts costs() {
    return costs;
  }

  /** Failures since it was registered. */
  public synchronized long errors() {
    return errors + (session == null ? 0 : session.errors());
  }

  /** Times it was opened again. */
  public synchronized long restarts() {
    return restarts;
  }

  /** What the sink sees; over when it is closed. */
  private final class Context implements SinkContext {
    private volatile boolean over;

    @Override
    public String name() {
      return spec.name();
    }

    @Override
    public Grant grant() {
      return SinkRunner.this.grant();
    }

    @Override
    public InstantSource clock() {
      return clock;
    }

    @Override
    public boolean stopping() {
      synchronized (SinkRunner.this) {
        return over || !wanted;
      }
    }

    @Override
    public void fork(String name, Task task) {
      Thread fork = new Thread(threads, () -> perform(task), "sink " + spec.name() + " " + name);
      fork.setDaemon(true);
      forks.add(fork);
      fork.start();
    }

    private void perform(Task task) {
      try {
        task.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Throwable e) {
        report(Status.failed("a forked task failed: " + e.getMessage()));
        LOG.warn("A task of sink {} failed.", spec.name(), e);
      }
    }

    @Override
    public void report(Status status) {
      if (over) {
        throw new IllegalStateException("sink " + spec.name() + " is closed");
      }
      synchronized (SinkRunner.this) {
        reported = status;
      }
    }

    @Override
    public Path folder() {
      try {
        return Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
