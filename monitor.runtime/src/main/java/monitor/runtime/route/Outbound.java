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
  private final Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY);
  private final Deque<Parcel> inFlight = new ArrayDeque<>();
  private long handed;
  private long lostUpTo;
  private @Nullable CatchUp catchUp;

  Outbound(StreamLedger ledger, Route route) {
    this.ledger = ledger;
    this.route = route;
    synchronized (ledger) {
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

  boolean waiting() {
    return !inFlight.isEmpty();
  }

  void hand(Parcel parcel) {
    inFlight.addLast(parcel);
    handed = parcel.next();
  }

  /**
   * The journal no longer has these numbers: pending until now, a gap from now on, counted once.
   */
  void lost(long first, long next, String reason) {
    synchronized (ledger) {
      long from = Math.max(Math.max(first, lostUpTo), route.acked());
      if (next > from) {
        route.lost(next - from, reason);
        lostUpTo = next;
      }
    }
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
    }
    return bytes;
  }

  private void count(Parcel parcel) {
    backoff.reset();
    route.standsStill("");
    String gap = parcel.header().gap();
    synchronized (ledger) {
      // After a rewind some of it may have been counted before.
      long fresh = parcel.next() - Math.max(parcel.first(), route.acked());
      if (fresh <= 0) {
        return;
      }
      if (gap != null) {
        route.acceptedGap(parcel.next(), fresh, gap);
      } else {
        countEvents(parcel, fresh);
      }
    }
  }

  private void countEvents(Parcel parcel, long fresh) {
    switch (parcel.outcome()) {
      case Outcome.PartlyAccepted partly -> {
        long refused = Math.min(fresh, partly.refused().size());
        route.accepted(parcel.next(), fresh, refused, Drops.REJECTED);
      }
      case Outcome.Rejected rejected -> route.accepted(parcel.next(), fresh, fresh, Drops.REJECTED);
      case Outcome.Conflict conflict -> route.accepted(parcel.next(), fresh, fresh, Drops.CONFLICT);
      case null, default -> route.accepted(parcel.next(), fresh, 0, Drops.REJECTED);
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
    close();
    catchUp = new CatchUp(parcel.lane(), parcel.at(), nowNanos + delay);
    route.standsStill(reason);
    return bytes;
  }

  /** Goes back to an earlier sequence number: from the oldest entry that the journal still has. */
  long rewind(long sequence, Lane lane, String reason, long nowNanos) {
    long bytes = takeBackFrom(inFlight.peekFirst());
    handed = sequence;
    close();
    catchUp = new CatchUp(lane, null, nowNanos + backoff.nextNanos());
    route.standsStill(reason);
    return bytes;
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
    return catchUp != null && catchUp.lane == lane ? catchUp.from : null;
  }
}
