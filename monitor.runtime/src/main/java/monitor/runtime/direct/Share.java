package monitor.runtime.direct;

import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.runtime.batch.StoredBatch;

/** What one sink owes an answer for: a batch, and the books it is counted in. */
public final class Share {
  private static final int OVERHEAD_BYTES = 512;

  private final Consignment consignment;
  private final DirectRoute route;
  private final boolean awaited;
  private final long cameNanos = System.nanoTime();

  Share(Consignment consignment, DirectRoute route, boolean awaited) {
    this.consignment = consignment;
    this.route = route;
    this.awaited = awaited;
    route.took(count());
  }

  /** The batch. */
  public StoredBatch batch() {
    return consignment.batch();
  }

  /** Bytes that it keeps in memory. */
  public int bytes() {
    return bytes(batch());
  }

  static int bytes(StoredBatch batch) {
    return batch.bytes() + OVERHEAD_BYTES;
  }

  String source() {
    return route.source();
  }

  Kind kind() {
    return batch().header().kind();
  }

  long cameNanos() {
    return cameNanos;
  }

  private int count() {
    return batch().header().id().count();
  }

  /** The sink answered. */
  public void settle(Outcome outcome) {
    route.settled(batch().header(), outcome);
    if (awaited) {
      consignment.answered(outcome);
    }
  }

  /** The sink need not answer any more. */
  void withdraw() {
    route.returned(count());
    if (awaited) {
      consignment.answered(null);
    }
  }
}
