package monitor.wire;

import java.util.HashMap;
import java.util.Map;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Epoch;

/**
 * Streams of one agent of which a batch is to come again: what is on its way behind it has to wait,
 * for a storage that does not know the stream would begin with it. Both ends of the transport keep
 * one. Safe for many threads.
 */
public final class StreamOrder {
  private final Map<Stream, Long> due = new HashMap<>();

  private record Stream(Epoch epoch, String name) {
    static Stream of(BatchId id) {
      return new Stream(id.epoch(), id.stream());
    }
  }

  /** The stream is to go on at a sequence number, or at an earlier one that it waits for. */
  public synchronized void await(BatchId id, long sequence) {
    due.merge(Stream.of(id), sequence, Math::min);
  }

  /** Whether a batch may go on: it is what its stream waits for, or that waits for nothing. */
  public synchronized boolean admits(BatchId id) {
    return id.firstSequence() <= due.getOrDefault(Stream.of(id), Long.MAX_VALUE);
  }

  /** A batch went on: its stream waits for nothing any more. */
  public synchronized void went(BatchId id) {
    due.remove(Stream.of(id));
  }

  /** Streams that wait. */
  public synchronized int size() {
    return due.size();
  }
}
