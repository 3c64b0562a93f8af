package monitor.runtime.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import monitor.api.delivery.Outcome;
import monitor.runtime.accounting.Backoff;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.journal.Reader;
import monitor.runtime.stream.Drops;
import monitor.runtime.stream.Loss;
import monitor.runtime.stream.StreamLedger;
import org.jspecify.annotations.Nullable;

/**
 * One route within a session of its sink: what is in flight, in order, and where to read on after a
 * retry, so that one stream in retry does not stop the others. Belongs to the session's thread.
 */
final class Outbound {
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  private final StreamLedger ledger;
  private final Route route;
  private final int generation;
  private final Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY);
  private final Deque<Parcel> inFlight = new ArrayDeque<>();
  private final Refusals refusals = new Refusals();
  private long handed;
  private long seenDurable;
  private @Nullable CatchUp catchUp;

  Outbound(StreamLedger ledger, Route route) {
    this.ledger = ledger;
    this.route = route;
    synchronized (ledger) {
      this.generation = route.renew();
      this.handed = route.acked();
    }
  }

  /** A stream that is read by itself until it has caught up with the session's reader. */
  static final class CatchUp {
    final Lane lane;
    final @Nullable Location from;
    final long dueNanos;
    @Nullable Reader reader;

    CatchUp(Lane lane, @Nullable Location from, long dueNanos) {
      this.lane = lane;
      this.from = from;
      this.dueNanos = dueNanos;
    }
  }

  StreamLedger ledger() {
    return ledger;
  }

  Route route() {
    return route;
  }

  /** Sequence number to hand over next. */
  long handed() {
    return handed;
  }

  @Nullable CatchUp catchUp() {
    return catchUp;
  }

  void caughtUp() {
    close();
    catchUp = null;
  }

  /** Gives the file free that a catch-up reads. */
  void close() {
    try {
      if (catchUp != null && catchUp.reader != null) {
        catchUp.reader.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether no later session has taken the route over. */
  boolean isCurrent() {
    synchronized (ledger) {
      return route.isCurrent(generation);
    }
  }

  boolean waiting() {
    return !inFlight.isEmpty();
  }

  /** Whether something may be handed over: it does not wait for a retry. */
  boolean takes() {
    return catchUp == null || catchUp.reader != null;
  }

  void hand(Parcel parcel) {
    inFlight.addLast(parcel);
    handed = parcel.next();
  }

  /** What is to be handed over next is lost; null if it is not. */
  @Nullable Loss loss() {
    return lossAt(handed);
  }

  /** The lost range that contains a number; null if it is not lost. */
  @Nullable Loss lossAt(long sequence) {
    if (!route.lossy()) {
      return null;
    }
    synchronized (ledger) {
      return route.lossAt(sequence);
    }
  }

  /** Numbers before this one were counted; they are handed over again only because of a rewind. */
  long acked() {
    synchronized (ledger) {
      return route.acked();
    }
  }

  /** Events of this range were found to be lost; for this route only, as it holds nothing. */
  void lose(long first, long next, String reason) {
    synchronized (ledger) {
      route.lose(new Loss(first, next, reason, route.gaps(), route.gaps(), null));
    }
  }

  /** The end of the stream that {@link #seesDurable} saw the last time. */
  long seenDurable() {
    return seenDurable;
  }

  void seesDurable() {
    seenDurable = ledger.durable();
  }

  /** Events that the sink has not accepted yet. */
  long pending() {
    synchronized (ledger) {
      return route.pending();
    }
  }

  /** What is to be handed over next was refused for ever, and counted; null if it was not. */
  Refusals.@Nullable Refusal refusal() {
    return refusals.at(handed);
  }

  /** Counts the accepted prefix; returns the bytes that left the window. */
  long settle() {
    long bytes = 0;
    for (Parcel first = inFlight.peekFirst();
        first != null && first.outcome() != null;
        first = inFlight.peekFirst()) {
      inFlight.removeFirst();
      bytes += first.bytes();
      count(first);
      if (first.outcome() instanceof Outcome.Behind behind
          && behind.nextSequence() < first.next()) {
        bytes += tellRest(first, behind.nextSequence());
      }
    }
    return bytes;
  }

  /** The sink has the beginning of a gap; returns the bytes that left the window. */
  private long tellRest(Parcel gap, long from) {
    long bytes = takeBackFrom(inFlight.peekFirst());
    // What was counted need not be told again.
    handed = Math.max(from, Math.min(acked(), gap.next()));
    readAgain(gap.lane(), gap.at(), System.nanoTime());
    return bytes;
  }

  private void count(Parcel parcel) {
    backoff.reset();
    synchronized (ledger) {
      if (!route.isCurrent(generation)) {
        return;
      }
      route.standsStill("");
      remember(parcel);
      // After a rewind some of it may have been counted before.
      long fresh = parcel.next() - Math.max(parcel.first(), route.acked());
      if (fresh > 0) {
        count(parcel, fresh);
      }
    }
  }

  /** Also what was counted before: it is refused once more after the sink was opened again. */
  private void remember(Parcel parcel) {
    String reason = refused(parcel);
    if (reason != null) {
      refusals.add(parcel.first(), parcel.next(), reason);
    }
  }

  /** Why all events of a batch are dropped; null if they are not, or if it is a gap. */
  private static @Nullable String refused(Parcel parcel) {
    if (parcel.header().gap() != null) {
      return null;
    }
    return switch (parcel.outcome()) {
      case Outcome.Rejected rejected -> Drops.REJECTED;
      case Outcome.Conflict conflict -> Drops.CONFLICT;
      case null, default -> null;
    };
  }

  private void count(Parcel parcel, long fresh) {
    Loss loss = parcel.loss();
    String gap = parcel.header().gap();
    if (loss != null && parcel.outcome() instanceof Outcome.Behind behind) {
      route.had(Math.min(behind.nextSequence(), loss.next()));
    } else if (loss != null) {
      route.acceptedLoss(loss);
    } else if (gap != null) {
      route.acceptedGap(parcel.next(), fresh, gap);
    } else {
      countEvents(parcel, fresh);
    }
  }

  private void countEvents(Parcel parcel, long fresh) {
    String reason = refused(parcel);
    if (reason != null) {
      route.accepted(parcel.next(), fresh, fresh, reason);
    } else if (parcel.outcome() instanceof Outcome.PartlyAccepted partly) {
      long refused = Math.min(fresh, partly.refused().size());
      route.accepted(parcel.next(), fresh, refused, Drops.REJECTED);
    } else {
      route.accepted(parcel.next(), fresh, 0, Drops.REJECTED);
    }
  }

  /**
   * Takes a parcel and all behind it back, to be read again later; returns the bytes that left the
   * window.
   */
  long retry(Parcel parcel, String reason, Duration after, long nowNanos) {
    long delay = Math.max(backoff.nextNanos(), after.toNanos());
    long bytes = takeBackFrom(parcel);
    handed = parcel.first();
    readAgain(parcel.lane(), parcel.at(), nowNanos + delay);
    route.standsStill(reason);
    return bytes;
  }

  /**
   * Goes back to an earlier sequence number: from the oldest entry that the journal still has. What
   * ends before it stays in flight, for its outcome is known to the sink and still to be counted.
   */
  long rewind(long sequence, Lane lane, String reason, long nowNanos) {
    long bytes =
        takeBackFrom(
            inFlight.stream().filter(each -> each.next() > sequence).findFirst().orElse(null));
    handed = sequence;
    readAgain(lane, null, nowNanos + backoff.nextNanos());
    route.standsStill(reason);
    return bytes;
  }

  /** Reads on by itself from a place; null is the oldest entry that the journal still has. */
  void readAgain(Lane lane, @Nullable Location from, long dueNanos) {
    close();
    catchUp = new CatchUp(lane, from, dueNanos);
  }

  private long takeBackFrom(@Nullable Parcel parcel) {
    long bytes = 0;
    while (parcel != null && inFlight.contains(parcel)) {
      Parcel last = inFlight.removeLast();
      last.takeBack();
      bytes += last.bytes();
    }
    return bytes;
  }

  /** Failures since it last worked. */
  int failures() {
    return backoff.failures();
  }

  /** Where the oldest batch of a lane lies that is still needed; null if none is. */
  @Nullable Location oldest(Lane lane) {
    Parcel first = inFlight.peekFirst();
    if (first != null && first.lane() == lane) {
      return first.at();
    }
    if (catchUp == null || catchUp.lane != lane) {
      return null;
    }
    return catchUp.reader == null ? catchUp.from : catchUp.reader.location();
  }
}
