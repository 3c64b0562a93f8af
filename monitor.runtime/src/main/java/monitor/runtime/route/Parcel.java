package monitor.runtime.route;

import java.nio.ByteBuffer;
import java.util.List;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.Outcome;
import monitor.runtime.batch.StoredBatch;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.journal.StoredEntry;
import monitor.runtime.stream.Loss;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way to a sink: handed over, its outcome not counted yet. Belongs to the session's
 * thread.
 */
final class Parcel {
  private static final int OVERHEAD_BYTES = 512;

  private final Lane lane;
  private final BatchHeader header;
  private final Location at;
  private final @Nullable StoredEntry stored;
  private final @Nullable Loss loss;
  private @Nullable Outcome outcome;
  private boolean taken;

  private Parcel(
      Lane lane,
      BatchHeader header,
      Location at,
      @Nullable StoredEntry stored,
      @Nullable Loss loss) {
    this.lane = lane;
    this.header = header;
    this.at = at;
    this.stored = stored;
    this.loss = loss;
  }

  /** What lies in the journal. */
  static Parcel of(Lane lane, BatchHeader header, StoredEntry stored) {
    return new Parcel(lane, header, stored.at(), stored, null);
  }

  /**
   * What the journal no longer has.
   *
   * @param at where the stream goes on
   * @param loss null for numbers that were counted before
   */
  static Parcel gap(Lane lane, BatchHeader header, Location at, @Nullable Loss loss) {
    return new Parcel(lane, header, at, null, loss);
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

  /** Whether it stands for what the journal no longer has. */
  boolean isLost() {
    return stored == null;
  }

  /** Null for what the journal no longer has. */
  @Nullable StoredEntry stored() {
    return stored;
  }

  @Nullable Loss loss() {
    return loss;
  }

  long first() {
    return header.id().firstSequence();
  }

  long next() {
    return header.id().nextSequence();
  }

  /** As the sink sees it; without a payload of its own it is a gap. */
  StoredBatch batch(ByteBuffer payload) {
    return stored == null
        ? StoredBatch.gap(header)
        : new StoredBatch(header, ByteBuffer.wrap(stored.entry().header()), List.of(), payload);
  }

  int bytes() {
    return header.payloadBytes() + OVERHEAD_BYTES;
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
