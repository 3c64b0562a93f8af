package monitor.runtime.route;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.BatchHeader;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.StoredEntry;
import monitor.runtime.stream.Drops;
import monitor.runtime.stream.Loss;
import monitor.runtime.stream.Losses;
import org.jspecify.annotations.Nullable;

/**
 * Carries a stream over numbers that the journal does not have: the sink is told the gap, in order,
 * once that is durable. Belongs to the session's thread.
 */
final class Bridge {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int MOST_IN_A_GAP = 1 << 30;

  private final Feed feed;
  private final Handover handover;
  private final Losses losses;

  Bridge(Feed feed, Handover handover, Losses losses) {
    this.feed = feed;
    this.handover = handover;
    this.losses = losses;
  }

  /** Hands over gaps that are next and durable. */
  void tell(Outbound outbound) throws InterruptedException {
    tell(outbound, null);
  }

  private void tell(Outbound outbound, Feed.@Nullable Place place) throws InterruptedException {
    Loss loss = outbound.loss();
    while (loss != null
        && outbound.takes()
        && !handover.full()
        && losses.recorded(outbound.ledger(), loss)) {
      Feed.Place on = place == null ? ahead(outbound, loss) : place;
      handover.hand(
          outbound, Parcel.gap(on.lane(), header(outbound, loss), on.at(), loss), NOTHING);
      loss = outbound.loss();
    }
  }

  /** Where to read on after a loss: nothing of the stream that matters lies before. */
  private Feed.Place ahead(Outbound outbound, Loss loss) {
    Outbound.CatchUp catchUp = outbound.catchUp();
    if (catchUp != null && catchUp.reader != null) {
      return new Feed.Place(catchUp.lane, catchUp.reader.location(), loss.next());
    }
    Lane lane = loss.reason().equals(Drops.JOURNAL_DAMAGED) ? Lane.KEPT : Lane.RING;
    return new Feed.Place(lane, feed.location(lane), loss.next());
  }

  private BatchHeader header(Outbound outbound, Loss loss) {
    BatchHeader shared = loss.header();
    if (shared != null) {
      outbound.ledger().told(loss);
      return shared;
    }
    return own(outbound, outbound.handed(), loss.next(), loss.reason());
  }

  /** A gap on this route only. */
  private BatchHeader own(Outbound outbound, long first, long next, String reason) {
    int count = (int) Math.min(next - first, MOST_IN_A_GAP);
    return losses.header(
        outbound.ledger(), outbound.ledger().epochs().at(first), first, count, reason);
  }

  /** Bridges what lies before an entry; returns whether that can be handed over now. */
  boolean reach(Outbound outbound, Lane lane, StoredEntry stored)
      throws IOException, InterruptedException {
    long first = stored.entry().firstSequence();
    Feed.Place place = new Feed.Place(lane, stored.at(), first);
    if (outbound.handed() < first) {
      tell(outbound, place);
      tellAgain(outbound, place, first);
    }
    if (!outbound.takes() || outbound.handed() >= stored.entry().nextSequence()) {
      return false;
    }
    if (outbound.loss() != null) {
      outbound.readAgain(lane, stored.at(), System.nanoTime() + PATIENCE_NANOS);
      return false;
    }
    if (outbound.handed() < first) {
      missing(outbound, first);
      return false;
    }
    if (outbound.refusal() == null) {
      return true;
    }
    // It would be refused again, and the sink would ask for it again, without end.
    tellAgain(outbound, place, stored.entry().nextSequence());
    return false;
  }

  /**
   * The sink wants what was counted before, of which it refused some and the journal has let go of
   * the rest: a gap, which is not counted again.
   */
  private void tellAgain(Outbound outbound, Feed.Place place, long limit)
      throws InterruptedException {
    long end = Math.min(limit, outbound.acked());
    while (outbound.handed() < end && outbound.takes()) {
      Refusals.Refusal refusal = outbound.refusal();
      long next = refusal == null ? end : Math.min(end, refusal.next());
      String reason = refusal == null ? Drops.RELEASED : refusal.reason();
      BatchHeader gap = own(outbound, outbound.handed(), next, reason);
      handover.hand(outbound, Parcel.gap(place.lane(), gap, place.at(), null), NOTHING);
    }
  }

  /** What comes next is not where it was looked for: it lies elsewhere, or it is lost. */
  private void missing(Outbound outbound, long limit) throws IOException {
    Feed.Place place = feed.find(outbound.route().stream(), outbound.handed());
    long end = place == null ? limit : Math.min(limit, place.first());
    if (outbound.handed() < end) {
      lose(outbound, outbound.handed(), end);
    }
    if (place != null) {
      outbound.readAgain(place.lane(), place.at(), System.nanoTime() + PATIENCE_NANOS);
    }
  }

  /** Events of a range cannot be read. */
  void lose(Outbound outbound, long first, long next) {
    if (outbound.route().holds()) {
      losses.found(outbound.ledger(), first, next, Drops.JOURNAL_DAMAGED);
    } else {
      outbound.lose(first, next, Drops.JOURNAL_DAMAGED);
    }
  }

  /** All that was durable a while ago has been read, or is lost. */
  void lookAtEnd(Outbound outbound) throws IOException, InterruptedException {
    tell(outbound);
    long end = outbound.seenDurable();
    if (outbound.catchUp() == null && outbound.handed() < end && outbound.loss() == null) {
      missing(outbound, end);
    }
    outbound.seesDurable();
  }
}
