package monitor.runtime.stream;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.runtime.batch.BatchBuilder;
import monitor.runtime.batch.CodecChoice;
import monitor.runtime.batch.SealedBatch;
import monitor.runtime.batch.StoredBatch;
import monitor.runtime.containment.Admission;

/**
 * A stream whose batches go to the sinks without being written here. Nothing of it outlives the
 * process, so it has an epoch of its own. When a batch is not taken its numbers are missing at the
 * sinks, so what comes after it is numbered in a new one. Safe for many threads.
 */
public final class DirectStream {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String source;
  private final Intake intake;
  private final BatchBuilder builder;
  private final CodecChoice codecs;
  private final Function<StoredBatch, CompletionStage<Outcome>> route;
  private Epoch epoch;
  private long next;

  DirectStream(
      String source,
      String name,
      Kind kind,
      InstantSource clock,
      BatchBuilder builder,
      CodecChoice codecs,
      long ordinal,
      Function<StoredBatch, CompletionStage<Outcome>> route) {
    this.source = source;
    this.intake = new Intake(name, kind, clock);
    this.builder = builder;
    this.codecs = codecs;
    this.route = route;
    this.epoch = new Epoch(ordinal, random());
  }

  private static String random() {
    return HexFormat.of().toHexDigits(RANDOM.nextLong());
  }

  /** Hands events that belong together to the sinks, within the limits of the plugin. */
  public CompletionStage<Outcome> submit(List<Event> events, Admission admission) {
    Unit unit = intake.unit(events, List.of(), null);
    int count = unit.events().size();
    if (count == 0) {
      return CompletableFuture.completedFuture(Outcome.ACCEPTED);
    }
    if (!admission.accepts(count, unit.bytes())) {
      return CompletableFuture.completedFuture(
          Outcome.retry("the plugin of " + source + " is over its limit"));
    }
    return hand(unit);
  }

  /** The lock also keeps batches in the order of their numbers on the way to the sinks. */
  private synchronized CompletionStage<Outcome> hand(Unit unit) {
    unit.events().forEach(builder::add);
    SealedBatch sealed = builder.seal(epoch, next, codecs.codec());
    next += sealed.header().id().count();
    Epoch own = epoch;
    return route.apply(StoredBatch.of(sealed)).thenApply(outcome -> told(own, outcome));
  }

  private Outcome told(Epoch own, Outcome outcome) {
    if (outcome instanceof Outcome.Accepted || outcome instanceof Outcome.PartlyAccepted) {
      return outcome;
    }
    leave(own);
    return switch (outcome) {
      case Outcome.Behind behind -> Outcome.retry("events before these were not taken");
      case Outcome.Conflict conflict -> Outcome.retry(conflict.reason());
      default -> outcome;
    };
  }

  private synchronized void leave(Epoch own) {
    if (epoch.equals(own)) {
      epoch = new Epoch(own.ordinal(), random());
      next = 0;
    }
  }
}
