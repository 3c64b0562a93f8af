package monitor.runtime.direct;

import monitor.api.delivery.BatchId;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.runtime.batch.StoredBatch;

/** What one sink owes an answer for: a batch, and the books it is counted in. */
public final class Share {
  private static final int OVERHEAD_BYTES = 512;
  private static final Outcome EARLIER_FIRST =
      Outcome.retry("an earlier batch of this stream is to come first");

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

  /**
   * Whether the peer sends it again, under the same identity, if the sink does not take it now.
   * What was submitted here gets another identity then, and what no peer waits for is lost.
   */
  boolean comesAgain() {
    return awaited && !batch().hops().isEmpty();
  }

  /** Whether it has to wait until another one, which goes back to the peer, has come again. */
  boolean isBehind(Share other) {
    BatchId mine = batch().header().id();
    BatchId before = other.batch().header().id();
    return comesAgain()
        && other.comesAgain()
        && mine.firstSequence() > before.firstSequence()
        && mine.stream().equals(before.stream())
        && mine.agent().equals(before.agent())
        && mine.epoch().equals(before.epoch());
  }

  /** Has something done once the peer knows the outcome; only before it is settled. */
  void whenTold(Runnable action) {
    consignment.whenTold(action);
  }

  /** It goes back to the peer, because an earlier one of its stream does. */
  void giveBack() {
    route.returned(count());
    consignment.answered(EARLIER_FIRST);
  }

  /** The sink answered. */
  void settle(Outcome outcome) {
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
