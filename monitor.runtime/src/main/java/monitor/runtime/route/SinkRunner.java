package monitor.runtime.route;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import monitor.api.capability.Grant;
import monitor.api.operation.ComponentState;
import monitor.api.operation.Incident;
import monitor.api.operation.PipelineView.Bound;
import monitor.api.sink.Sink;
import monitor.api.status.HealthCheck;
import monitor.api.status.Status;
import monitor.runtime.SinkSpec;
import monitor.runtime.accounting.Backoff;
import monitor.runtime.accounting.ThreadCosts;
import monitor.runtime.batch.CodecChoice;
import monitor.runtime.containment.CallWatch;
import monitor.runtime.containment.HangException;
import monitor.runtime.containment.PluginGuard;
import monitor.runtime.direct.Backlog;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.lifecycle.Condition;
import monitor.runtime.lifecycle.HealthProbe;
import monitor.runtime.lifecycle.Worker;
import monitor.runtime.negotiation.Negotiation;
import monitor.runtime.stream.Losses;
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

  /** So many calls that had to be interrupted put a sink into quarantine that is not essential. */
  static final int MOST_HANGS = 5;

  private final SinkSpec spec;
  private final String agent;
  private final Sink sink;
  private final InstantSource clock;
  private final Path folder;
  private final Journal journal;
  private final Losses losses;
  private final Quarantine quarantine;
  private final Supplier<Collection<StreamLedger>> ledgers;
  private final Backlog backlog;
  private final CodecChoice codecs;
  private final SinkCursor cursor;
  private final ThreadGroup threads;
  private final ThreadCosts costs;
  private final Condition condition = new Condition();
  private final CallWatch calls = new CallWatch();
  private final WatchedSink watched;
  private final HealthProbe health;
  private final PluginGuard guard;

  private Grant grant;
  private String objection = "";
  private boolean wanted;
  private int hangs;
  private boolean quarantined;
  private long finishNanos;
  private @Nullable SinkRun run;
  private @Nullable Worker worker;
  private volatile @Nullable Session session;

  /** Of a sink that is not opened before {@link #start}. */
  public SinkRunner(
      SinkSpec spec,
      String agent,
      Sink sink,
      Grant grant,
      InstantSource clock,
      Path folder,
      Path quarantineFolder,
      Journal journal,
      Losses losses,
      Supplier<Collection<StreamLedger>> ledgers,
      Backlog backlog,
      CodecChoice codecs,
      PluginGuard guard,
      ThreadGroup parent) {
    this.spec = spec;
    this.agent = agent;
    this.sink = sink;
    this.watched = new WatchedSink(sink, calls);
    this.guard = guard;
    this.grant = grant;
    this.clock = clock;
    this.folder = folder;
    this.journal = journal;
    this.losses = losses;
    this.quarantine = new Quarantine(quarantineFolder);
    this.ledgers = ledgers;
    this.backlog = backlog;
    this.codecs = codecs;
    this.cursor = new SinkCursor(spec.name(), spec.essential(), journal, ledgers);
    this.threads = new ThreadGroup(parent, "sink " + spec.name());
    this.costs = new ThreadCosts(threads);
    this.health = new HealthProbe(threads, "sink " + spec.name(), condition);
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
    return cursor.needs();
  }

  /** Continues where the instance before it stopped, instead of looking for the place. */
  public void continueAt(Map<Lane, Location> known) {
    cursor.needs(known);
  }

  /** Opens it, unless something it requires was refused. */
  public synchronized void start() {
    wanted = true;
    if (!objection.isEmpty()) {
      condition.begins(ComponentState.QUARANTINED, objection);
      return;
    }
    if (worker != null) {
      return;
    }
    if (!grant.sufficient()) {
      condition.begins(ComponentState.INACTIVE, Negotiation.explain(grant));
      LOG.warn("Sink {} is not opened: {}.", spec.name(), Negotiation.explain(grant));
      return;
    }
    quarantined = false;
    hangs = 0;
    worker = Worker.of(threads, "sink " + spec.name(), this::loop);
    worker.start();
  }

  /** Gives it another grant; it is closed and opened anew under it. */
  public void regrant(Grant newGrant, Duration deadline) {
    boolean was;
    synchronized (this) {
      if (newGrant.allowsTheSameAs(grant)) {
        explain(newGrant);
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

  /** Only the reasons differ. */
  private void explain(Grant newGrant) {
    grant = newGrant;
    if (wanted && objection.isEmpty() && !grant.sufficient()) {
      condition.is(ComponentState.INACTIVE, Negotiation.explain(grant));
    }
  }

  /** Is not opened any more, whoever asks: what it is must not be relied on. */
  public void object(String reason, Duration deadline) {
    stop(deadline, reason);
    synchronized (this) {
      objection = reason;
      condition.begins(ComponentState.QUARANTINED, reason);
    }
    LOG.error("Sink {} is put into quarantine: {}.", spec.name(), reason);
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

  private void loop() {
    Backoff backoff = new Backoff(FIRST_REOPEN, LAST_REOPEN);
    try {
      for (SinkRun next = begin(); next != null; next = begin()) {
        openOnce(next, backoff);
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

  private synchronized @Nullable SinkRun begin() {
    if (!wanted || quarantined || !current()) {
      return null;
    }
    if (condition.state(grant) == ComponentState.INACTIVE) {
      condition.begins(ComponentState.INACTIVE, "it is being opened");
    }
    run =
        new SinkRun(
            spec.name(), agent, grant, clock, folder, threads, condition, codecs, this::endSession);
    return run;
  }

  private void openOnce(SinkRun mine, Backoff backoff) {
    boolean failed = false;
    try {
      cursor.begin();
      watched.open(mine);
      deliver(mine, backoff);
    } catch (HangException e) {
      failed = true;
      hung(e);
    } catch (Throwable e) {
      // An interrupt is its end, or by itself if it is not to end.
      failed = !(e instanceof InterruptedException) || wanted();
      if (failed) {
        failed(e, backoff.failures() == 0);
      }
    } finally {
      closeSink();
      mine.end();
    }
    if (failed) {
      waitToReopen(backoff.nextNanos());
    }
  }

  private synchronized boolean wanted() {
    return wanted;
  }

  private void deliver(SinkRun mine, Backoff backoff) throws Exception {
    Session fresh = openSession();
    if (fresh == null) {
      return;
    }
    backoff.reset();
    LOG.info("Sink {} is open.", spec.name());
    try {
      if (mine.failure() == null) {
        fresh.run();
      }
      IllegalStateException failure = mine.failure();
      if (failure != null) {
        throw failure;
      }
      fresh.finish(finishNanos());
    } finally {
      saveCursor();
      fresh.close();
      synchronized (this) {
        if (current()) {
          session = null;
        }
      }
    }
  }

  /** One of its tasks failed, so that it cannot be relied on; it is opened anew. */
  private void endSession() {
    Session current = session;
    if (current != null) {
      current.requestStop();
    }
  }

  private synchronized @Nullable Session openSession() {
    if (!wanted || !current()) {
      return null;
    }
    Mailbox mailbox = new Mailbox();
    Session fresh =
        new Session(
            new Feed(journal, cursor.needs()),
            new Handover(spec.name(), watched, spec.windowBytes(), mailbox, quarantine, condition),
            mailbox,
            quarantine,
            losses,
            backlog,
            this::saveCursor,
            !cursor.isStored());
    for (StreamLedger ledger : ledgers.get()) {
      ledger.route(spec.name()).ifPresent(route -> fresh.add(ledger, route));
    }
    session = fresh;
    condition.begins(ComponentState.ACTIVE, "");
    return fresh;
  }

  private synchronized long finishNanos() {
    return finishNanos;
  }

  private synchronized void failed(Throwable failure, boolean first) {
    condition.failedOnce();
    if (!current()) {
      return;
    }
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    condition.begins(ComponentState.FAILED, message);
    condition.startedAgain();
    if (first) {
      LOG.warn("Sink {} failed and is opened again: {}.", spec.name(), message, failure);
    } else {
      LOG.debug("Sink {} failed again: {}.", spec.name(), message);
    }
  }

  /**
   * One that is essential is tried without end: what needs it must not wait for a person. Any other
   * goes into quarantine after too many hangs.
   */
  private synchronized void hung(HangException failure) {
    failed(failure, true);
    hangs++;
    if (hangs < MOST_HANGS || spec.essential() || !current()) {
      return;
    }
    quarantined = true;
    String reason = "it hung %d times, last: %s".formatted(hangs, failure.getMessage());
    condition.begins(ComponentState.QUARANTINED, reason);
    LOG.error("Sink {} is put into quarantine: {}.", spec.name(), reason);
    guard.report(
        Incident.Kind.QUARANTINE, "is put into quarantine: " + reason, failure.getStackTrace());
  }

  private void closeSink() {
    try {
      watched.close();
    } catch (Throwable e) {
      LOG.warn("Sink {} failed to close.", spec.name(), e);
    }
  }

  /** Waits, giving the monitor free, until the delay is over or it is not wanted any more. */
  private synchronized void waitToReopen(long nanos) {
    long until = System.nanoTime() + nanos;
    try {
      while (wanted && !quarantined && System.nanoTime() < until) {
        TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
      }
    } catch (InterruptedException e) {
      // Whoever wants it to end has said so before the interrupt; the sink may be a source of them.
      LOG.debug("Sink {} was interrupted while it waited to be opened again.", spec.name(), e);
    }
  }

  private boolean saveCursor() {
    Session current = session;
    synchronized (this) {
      if (current == null || !current()) {
        return true;
      }
    }
    return cursor.save(current.needs());
  }

  /** Asks it to end what is in flight, waits, interrupts it late in the deadline. */
  public boolean stop(Duration deadline, String why) {
    Worker running;
    synchronized (this) {
      wanted = false;
      notifyAll();
      finishNanos = System.nanoTime() + deadline.toNanos() / 2;
      running = worker;
      if (run != null) {
        run.requestStop();
      }
      Session current = session;
      if (current != null) {
        current.requestStop();
      }
    }
    boolean ended = running == null || running.end(deadline, () -> {});
    synchronized (this) {
      condition.begins(ComponentState.INACTIVE, why);
      if (!ended && running != null) {
        reportStuck(running, deadline);
        giveUp();
      }
    }
    return ended;
  }

  private void reportStuck(Worker stuck, Duration deadline) {
    StackTraceElement[] stack = stuck.stack();
    guard.report(
        Incident.Kind.STUCK,
        "did not stop within %d ms and was fenced off; its thread goes on at %s"
            .formatted(deadline.toMillis(), PluginGuard.place(stack)),
        stack);
  }

  private void giveUp() {
    if (run != null) {
      run.end();
    }
    worker = null;
    run = null;
    session = null;
    cursor.fence();
    backlog.fence();
  }

  /** Reports a call that does not come back in time, and interrupts it, once. */
  public void watch(Duration deadline) {
    CallWatch.Overdue call = calls.overdue(deadline);
    call = call == null ? health.overdue(deadline) : call;
    condition.watched(call == null ? Status.OK : Status.degraded("it " + call.words(deadline)));
    if (call != null && call.first()) {
      guard.report(Incident.Kind.STUCK, call.words(deadline), call.stack());
    }
  }

  /** Begins to ask its companion how it is doing, if it has one. */
  public void checkHealth() {
    if (sink instanceof HealthCheck check) {
      health.ask(check);
    }
  }

  /** How it is. */
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

  /** What waits for it to answer, and what it refused for ever or was damaged. */
  public List<Bound> bounds() {
    Session current = session;
    long inFlight = current == null ? 0 : current.inFlightBytes();
    return List.of(
        new Bound("window", spec.name(), "bytes", inFlight, spec.windowBytes()),
        new Bound(
            "quarantine", spec.name(), "batches", quarantine.batches(), Quarantine.MOST_FILES));
  }

  /** Failures since it was registered. */
  public long errors() {
    return condition.errors();
  }

  /** Times it was opened again. */
  public long restarts() {
    return condition.restarts();
  }
}
