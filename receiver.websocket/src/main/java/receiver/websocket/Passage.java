package receiver.websocket;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Outcome;
import monitor.wire.StreamOrder;
import org.jspecify.annotations.Nullable;

/**
 * The way of one connection's batches to the sinks: behind one that is sent back nothing of its
 * stream passes until it has come again. Its lock is held while a batch is passed on, so that the
 * one before it is not sent back in between. Safe for many threads.
 */
final class Passage {
  private final StreamOrder order = new StreamOrder();

  /** What has no outcome, by its first number: of what came more than once, the latest. */
  private final Map<Stream, NavigableMap<Long, Object>> latest = new HashMap<>();

  private record Stream(Epoch epoch, String name) {
    static Stream of(BatchId id) {
      return new Stream(id.epoch(), id.stream());
    }
  }

  /** Streams that wait for a batch to come again. */
  int waiting() {
    return order.size();
  }

  /**
   * Passes a batch on; null if an earlier one of its stream is to come first. The promise is kept
   * after it is noted here that the batch is to come again.
   */
  synchronized @Nullable CompletableFuture<Outcome> pass(
      BatchId id, Supplier<CompletionStage<Outcome>> forward) {
    if (!order.admits(id)) {
      return null;
    }
    CompletableFuture<Outcome> told = forward.get().toCompletableFuture();
    order.went(id);
    Object copy = new Object();
    NavigableMap<Long, Object> mine = latest.computeIfAbsent(Stream.of(id), key -> new TreeMap<>());
    mine.tailMap(id.firstSequence(), true).clear();
    mine.put(id.firstSequence(), copy);
    return told.whenComplete((outcome, failure) -> settle(id, copy, outcome));
  }

  /**
   * An agent that goes back in a stream does not heed what it is still told of the attempt before:
   * that says nothing of where the stream is now.
   */
  private synchronized void settle(BatchId id, Object copy, @Nullable Outcome outcome) {
    NavigableMap<Long, Object> mine = latest.get(Stream.of(id));
    if (mine == null || !mine.remove(id.firstSequence(), copy)) {
      return;
    }
    if (mine.isEmpty()) {
      latest.remove(Stream.of(id));
    }
    if (outcome == null || outcome instanceof Outcome.Retry) {
      order.await(id, id.firstSequence());
    }
  }
}
