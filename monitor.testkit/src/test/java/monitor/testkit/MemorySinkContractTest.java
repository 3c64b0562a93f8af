package monitor.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkProperties;

/** A sink that gathers batches until it is flushed passes the kit. */
class MemorySinkContractTest extends SinkContractTest {
  @SinkProperties(essential = true, idempotent = true)
  static final class MemorySink implements Sink {
    private final List<CompletableFuture<Outcome>> open = new ArrayList<>();
    private final List<BatchId> known = new ArrayList<>();
    final List<Event> stored = new ArrayList<>();

    @Override
    public Delivery deliver(Batch batch) {
      if (!known.contains(batch.header().id())) {
        known.add(batch.header().id());
        batch.forEach((sequence, event) -> stored.add(event));
      }
      CompletableFuture<Outcome> promise = new CompletableFuture<>();
      open.add(promise);
      return new Delivery.Pending(promise);
    }

    @Override
    public void flush() {
      open.forEach(promise -> promise.complete(Outcome.ACCEPTED));
      open.clear();
    }
  }

  @Override
  protected Sink sink() {
    return new MemorySink();
  }
}
