package probe.reachability;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.capability.Grant;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Probed;
import monitor.api.probe.DetailedProbe;
import monitor.api.probe.ProbeResult;
import monitor.api.probe.Round;
import monitor.api.probe.Target;
import monitor.api.source.SourceContext;
import org.jspecify.annotations.Nullable;
import probe.reachability.Probes.Offer;

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
  private final Probes probes;
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
      Probes probes,
      Conditions conditions,
      Duration delay) {
    this.context = context;
    this.settings = settings;
    this.target = target;
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
    } catch (IllegalStateException e) {
      return; // the context says that the run is over; what a probe throws does not come here
    }
  }

  private void rounds() throws InterruptedException {
    long interval = settings.interval().toNanos();
    long start = System.nanoTime() + delay.toNanos();
    long done = 0;
    long skipped = 0;
    while (!context.stopping()) {
      sleepUntil(start + done * interval);
      Offer offer = usable();
      if (offer != null) {
        round(offer, skipped);
      }
      long due = Math.max(done, (System.nanoTime() - start) / interval) + 1;
      skipped = offer == null ? 0 : due - done - 1;
      done = due;
    }
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }

  /** The probe, if it is there and can test this target; waits for it for one interval. */
  private @Nullable Offer usable() throws InterruptedException {
    long begin = System.nanoTime();
    while (!context.stopping()) {
      Offer offer = probes.named(settings.probe());
      String problem = offer == null ? missing() : problem(offer);
      conditions.set(target.address(), problem);
      if (problem == null) {
        return offer;
      }
      long left = settings.interval().toNanos() - (System.nanoTime() - begin);
      if (left <= 0) {
        return null;
      }
      Thread.sleep(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
    }
    return null;
  }

  private String missing() {
    return "there is no probe '%s'; known are %s"
        .formatted(settings.probe(), String.join(", ", probes.names()));
  }

  private @Nullable String problem(Offer offer) {
    Grant grant = offer.grant(context.grant());
    if (!grant.sufficient()) {
      return "the probe '%s' needs %s: %s"
          .formatted(offer.name(), grant.required(), grant.refused().getFirst().reason());
    }
    try {
      List<String> wrong = offer.probe().check(target);
      return wrong.isEmpty() ? null : String.join("; ", wrong);
    } catch (RuntimeException e) {
      return "the probe '%s' failed to check it: %s".formatted(offer.name(), e);
    }
  }

  private void round(Offer offer, long skipped) throws InterruptedException {
    Instant begin = context.clock().instant();
    Round round = result(offer);
    if (context.stopping() || !probes.has(offer)) {
      return; // it was interrupted by its own end, which says nothing of the target
    }
    Map<String, Object> attributes = new TreeMap<>(round.details().asMap());
    attributes.putAll(settings.tags().asMap());
    if (skipped > 0) {
      attributes.put(SKIPPED, skipped);
    }
    long nanos = begin.getEpochSecond() * 1_000_000_000L + begin.getNano();
    Probed probed = new Probed(offer.name(), target.address(), round.result());
    context.emit(new Event(nanos, probed, Attributes.of(attributes)));
    Attributes change = path.next(probed);
    if (change != null) {
      Map<String, Object> fields = new TreeMap<>(settings.tags().asMap());
      fields.putAll(change.asMap());
      context.emit(new Event(nanos, PathChanges.PAYLOAD, Attributes.of(fields)));
    }
  }

  private Round result(Offer offer) throws InterruptedException {
    try {
      Grant grant = offer.grant(context.grant());
      return offer.probe() instanceof DetailedProbe detailed
          ? detailed.round(target, grant)
          : new Round(offer.probe().probe(target, grant), Attributes.EMPTY);
    } catch (RuntimeException e) {
      String message = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
      return new Round(
          new ProbeResult.Plugin(offer.name(), "", false, null, message, Map.of()),
          Attributes.EMPTY);
    }
  }
}
