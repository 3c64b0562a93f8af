package monitor.runtime.route;

import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.Outcome;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.journal.StoredEntry;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way to a sink: handed over, its outcome not counted yet. Belongs to the session's
 * thread.
 */
final class Parcel {
  private final Lane lane;
  private final BatchHeader header;
  private final Location at;
  private final @Nullable StoredEntry stored;
  private @Nullable Outcome outcome;
  private boolean taken;

  /**
   * A batch.
   *
   * @param at where it lies, or for a hole the entry after it
   * @param stored null for a hole
   */
  Parcel(Lane lane, BatchHeader header, Location at, @Nullable StoredEntry stored) {
    this.lane = lane;
    this.header = header;
    this.at = at;
    this.stored = stored;
  }

  Lane lane() {
    return lane;
  }

  BatchHeader header() {
    return header;
  }

  Location at() {
    return at;
  }

  @Nullable StoredEntry stored() {
    return stored;
  }

  long first() {
    return header.id().firstSequence();
  }

  long next() {
    return header.id().nextSequence();
  }

  int count() {
    return header.id().count();
  }

  int bytes() {
    return header.payloadBytes() + 512;
  }

  @Nullable Outcome outcome() {
    return outcome;
  }

  void settle(Outcome known) {
    outcome = known;
  }

  /** Taken back after a retry: an outcome that still comes belongs to an attempt that is over. */
  boolean takenBack() {
    return taken;
  }

  void takeBack() {
    taken = true;
  }
}
