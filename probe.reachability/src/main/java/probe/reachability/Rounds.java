package probe.reachability;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Probed;
import monitor.api.probe.DetailedProbe;
import monitor.api.probe.Probe;
import monitor.api.probe.ProbeResult;
import monitor.api.probe.Round;
import monitor.api.probe.Target;
import monitor.api.source.SourceContext;
import monitor.api.status.Conditions;
import monitor.api.task.Assignment;
import monitor.api.task.Assignment.Assigned;
import monitor.api.task.Assignment.Refused;
import monitor.api.task.Task;
import monitor.api.task.TaskRouter;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of one target, one after the other on one virtual thread, so that there are never two
 * at once: a round that takes longer than the interval makes the next ones be skipped, and counted.
 */
final class Rounds implements Runnable {
  /** Attribute of a result: how many rounds were skipped since the result before it. */
  static final String SKIPPED = "probe.rounds.skipped";

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final SourceContext context;
  private final ReachabilitySettings settings;
  private final Target target;
  private final Task task;
  private final TaskRouter probes;
  private final Conditions conditions;
  private final Duration delay;
  private final PathChanges path = new PathChanges();

  /**
   * @param delay of the first round, which spreads the targets over the interval
   */
  Rounds(
      SourceContext context,
      ReachabilitySettings settings,
      Target target,
      TaskRouter probes,
      Conditions conditions,
      Duration delay) {
    this.context = context;
    this.settings = settings;
    this.target = target;
    this.task = Task.of(settings.probe(), target.address());
    this.probes = probes;
    this.conditions = conditions;
    this.delay = delay;
  }

  @Override
  public void run() {
    try {
      rounds();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      tellEnd(e); // unless it was asked to stop, a probe threw it of its own accord
    } catch (Throwable e) { // what else a probe throws does not come here
      tellEnd(e);
    }
  }

  /** Says that the target is not tested any more: nobody else hears how this thread ended. */
  private void tellEnd(Throwable e) {
    try {
      if (!context.stopping()) {
        conditions.set(target.address(), "it is not tested any more: " + e);
      }
    } catch (IllegalStateException over) {
      return; // the context says that the run is over
    }
  }

  private void rounds() throws InterruptedException {
    long interval = settings.interval().toNanos();
    long start = System.nanoTime() + delay.toNanos();
    long done = 0;
    long skipped = 0;
    while (!context.stopping()) {
      sleepUntil(start + done * interval);
      Assigned<Probe> assigned = usable();
      if (assigned != null) {
        round(assigned, skipped);
      }
      long due = Math.max(done, (System.nanoTime() - start) / interval) + 1;
      skipped = assigned == null ? 0 : due - done - 1;
      done = due;
    }
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }

  /** Who tests this target; waits for one interval if nobody can now. */
  private @Nullable Assigned<Probe> usable() throws InterruptedException {
    long begin = System.nanoTime();
    while (!context.stopping()) {
      Assignment<Probe> assignment = probes.assign(Probe.class, task);
      String problem =
          switch (assignment) {
            case Assigned<Probe> assigned -> problem(assigned);
            case Refused<Probe> refused -> refused.reason();
          };
      conditions.set(target.address(), problem);
      if (problem == null) {
        return (Assigned<Probe>) assignment;
      }
      long left = settings.interval().toNanos() - (System.nanoTime() - begin);
      if (left <= 0) {
        return null;
      }
      Thread.sleep(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
    }
    return null;
  }

  private @Nullable String problem(Assigned<Probe> assigned) {
    try {
      List<String> wrong = assigned.performer().check(target);
      return wrong.isEmpty() ? null : String.join("; ", wrong);
    } catch (Throwable e) { // also of a class that went away with its bundle
      return "%s failed to check it: %s".formatted(assigned.component(), e);
    }
  }

  /** Whether who began a round is still there. */
  private boolean valid(Assigned<Probe> assigned) {
    return probes.assign(Probe.class, task) instanceof Assigned<Probe> now
        && now.performer() == assigned.performer();
  }

  private void round(Assigned<Probe> assigned, long skipped) throws InterruptedException {
    Instant begin = context.clock().instant();
    Round round = result(assigned);
    if (context.stopping() || !valid(assigned)) {
      return; // it was interrupted by its own end, which says nothing of the target
    }
    Map<String, Object> attributes = new TreeMap<>(round.details().asMap());
    attributes.putAll(settings.tags().asMap());
    if (skipped > 0) {
      attributes.put(SKIPPED, skipped);
    }
    long nanos = begin.getEpochSecond() * 1_000_000_000L + begin.getNano();
    Probed probed = new Probed(settings.probe(), target.address(), round.result());
    context.emit(new Event(nanos, probed, Attributes.of(attributes)));
    Attributes change = path.next(probed);
    if (change != null) {
      Map<String, Object> fields = new TreeMap<>(settings.tags().asMap());
      fields.putAll(change.asMap());
      context.emit(new Event(nanos, PathChanges.PAYLOAD, Attributes.of(fields)));
    }
  }

  private Round result(Assigned<Probe> assigned) throws InterruptedException {
    try {
      Round round =
          assigned.performer() instanceof DetailedProbe detailed
              ? detailed.round(target, assigned.grant())
              : new Round(assigned.performer().probe(target, assigned.grant()), Attributes.EMPTY);
      Objects.requireNonNull(round.result(), "the probe gave no result");
      Objects.requireNonNull(round.details(), "the probe gave no details");
      return round;
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) { // also of a class that went away with its bundle
      return failed(e);
    }
  }

  /** Of an error the message alone says little: that of a class which is missing is its name. */
  private Round failed(Throwable e) {
    String message = e instanceof Exception ? e.getMessage() : null;
    return new Round(
        new ProbeResult.Plugin(
            settings.probe(), "", false, null, message == null ? e.toString() : message, Map.of()),
        Attributes.EMPTY);
  }
}
