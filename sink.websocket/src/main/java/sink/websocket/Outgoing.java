package sink.websocket;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.wire.Messages;

/** A batch on its way to a collector, and the promise of its outcome. */
final class Outgoing {
  private final Batch batch;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  Outgoing(Batch batch) {
    this.batch = batch;
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

  CompletableFuture<Outcome> outcome() {
    return outcome;
  }
}
