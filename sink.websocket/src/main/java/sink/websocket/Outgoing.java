package sink.websocket;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Outcome;
import monitor.wire.Messages;

/** A batch on its way to a collector, and the promise of its outcome. */
final class Outgoing {
  private final Batch batch;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private boolean withdrawn;

  Outgoing(Batch batch) {
    this.batch = batch;
  }

  BatchId id() {
    return batch.header().id();
  }

  String sha256() {
    return batch.header().sha256();
  }

  int bytes() {
    return batch.head().remaining() + batch.payload().remaining();
  }

  ByteBuffer message() {
    return Messages.batch(batch.head(), batch.payload());
  }

  /** Where its stream goes on: a batch is never cut, a gap begins where the collector says. */
  long goesOnAt(Outcome.Behind told) {
    boolean gap = batch.header().gap() != null;
    return gap ? told.nextSequence() : Math.min(told.nextSequence(), id().firstSequence());
  }

  /** Whether it is of the stream of another batch. */
  boolean isOf(BatchId other) {
    return id().stream().equals(other.stream()) && id().epoch().equals(other.epoch());
  }

  /** It is handed over anew later on: not to be sent any more, and no answer to it counts. */
  void withdraw() {
    withdrawn = true;
  }

  boolean isWithdrawn() {
    return withdrawn;
  }

  CompletableFuture<Outcome> outcome() {
    return outcome;
  }
}
