package sink.postgres.write;

import java.util.OptionalLong;
import monitor.api.delivery.BatchId;

/** The high-water mark of one stream, while its row is locked. Used by one thread. */
final class Mark {
  private OptionalLong next;

  /** At a sequence number, or at none before the first batch. */
  Mark(OptionalLong next) {
    this.next = next;
  }

  /** Where a batch lies. */
  enum Place {
    /** Begins at the mark: to be stored. */
    AT,
    /** Ends at or before the mark: it was stored. */
    BELOW,
    /** Contains the mark: cut in another way than what was stored. */
    ACROSS,
    /** Begins after the mark: something is missing. */
    ABOVE
  }

  Place place(BatchId id) {
    if (next.isEmpty() || id.firstSequence() == next.getAsLong()) {
      return Place.AT;
    }
    if (id.firstSequence() > next.getAsLong()) {
      return Place.ABOVE;
    }
    return id.nextSequence() <= next.getAsLong() ? Place.BELOW : Place.ACROSS;
  }

  /** Whether nothing of the stream is stored. */
  boolean isUnset() {
    return next.isEmpty();
  }

  /** The next sequence number; valid once a batch was seen. */
  long next() {
    return next.orElseThrow();
  }

  void advance(BatchId id) {
    next = OptionalLong.of(id.nextSequence());
  }
}
