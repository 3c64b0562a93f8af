package monitor.runtime.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import monitor.api.event.Event;
import monitor.api.operation.PipelineView.Bound;
import monitor.runtime.batch.EventSize;
import org.jctools.queues.MpscChunkedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The bounded buffer of a stream: many threads of the source put in, the batcher takes out. Lock
 * free as long as there is room; a full buffer makes the emitter wait or drops the newest, counted.
 */
final class StreamBuffer {
  private static final int CHUNK = 1024;
  private static final long WAIT_MILLIS = 50;

  private final BufferLimits limits;
  private final Runnable wakeBatcher;
  private final Queue<Object> queue;
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final Map<String, AtomicLong> dropped =
      Map.of(
          Drops.BUFFER_FULL, new AtomicLong(),
          Drops.OVERSIZED, new AtomicLong(),
          Drops.OVER_LIMIT, new AtomicLong());
  private final AtomicInteger waiting = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();

  StreamBuffer(BufferLimits limits, Runnable wakeBatcher) {
    this.limits = limits;
    this.wakeBatcher = wakeBatcher;
    // Twice the limit: a unit that only moves positions takes a place without being an event.
    this.queue = new MpscChunkedArrayQueue<>(CHUNK, Math.max(2 * CHUNK, 2 * limits.events()));
  }

  /** Puts in without waiting; false if there is no room: then nothing was counted. */
  boolean offer(Object element, int count, long size) {
    if (!reserve(count, size)) {
      return false;
    }
    if (!queue.offer(element)) {
      release(count, size);
      return false;
    }
    wakeBatcher.run();
    return true;
  }

  /** Whether it fits; something that is larger than the whole buffer fits when it is empty. */
  private boolean reserve(int count, long size) {
    long newEvents = events.addAndGet(count);
    long newBytes = bytes.addAndGet(size);
    boolean fits = newEvents <= limits.events() && newBytes <= limits.bytes();
    if (fits || newEvents == count && newBytes == size) {
      return true;
    }
    release(count, size);
    return false;
  }

  private void release(int count, long size) {
    events.addAndGet(-count);
    bytes.addAndGet(-size);
  }

  /** Puts in, waiting for room as long as the run is alive; false if it ended meanwhile. */
  boolean put(Object element, int count, long size, BooleanSupplier alive) {
    if (offer(element, count, size)) {
      return true;
    }
    waiting.incrementAndGet();
    lock.lock();
    try {
      while (alive.getAsBoolean()) {
        if (offer(element, count, size)) {
          return true;
        }
        room.await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
      waiting.decrementAndGet();
    }
  }

  /** Counts events that were dropped for one of the reasons that a buffer has. */
  void drop(int count, String reason) {
    counter(reason).addAndGet(count);
    wakeBatcher.run();
  }

  private AtomicLong counter(String reason) {
    return Objects.requireNonNull(dropped.get(reason), reason);
  }

  /** The next element; null if none waits. Called by the batcher only. */
  @Nullable Object poll() {
    return queue.poll();
  }

  /** The next element without taking it. Called by the batcher only. */
  @Nullable Object peek() {
    return queue.peek();
  }

  /** Says that so much was taken out and gives the room free. */
  void taken(int count, long size) {
    release(count, size);
    if (waiting.get() > 0) {
      lock.lock();
      try {
        room.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Events that wait here. */
  long events() {
    return events.get();
  }

  /** What waits here, and how much may. */
  List<Bound> bounds(String stream) {
    return List.of(
        new Bound("buffer.events", stream, "events", events.get(), limits.events()),
        new Bound("buffer.bytes", stream, "bytes", bytes.get(), limits.bytes()));
  }

  /** Drops by reason that have no sequence numbers yet. */
  Map<String, Long> dropped() {
    Map<String, Long> unnumbered = new HashMap<>();
    dropped.forEach((reason, count) -> {
      long drops = count.get();
      if (drops > 0) {
        unnumbered.put(reason, drops);
      }
    });
    return unnumbered;
  }

  /** Says that so many drops were given their numbers. */
  void numbered(long drops, String reason) {
    counter(reason).addAndGet(-drops);
  }

  boolean isEmpty() {
    return queue.isEmpty() && dropped().isEmpty();
  }

  static long sizeOf(Object element) {
    return element instanceof Unit unit ? unit.bytes() : EventSize.of((Event) element);
  }

  static int countOf(Object element) {
    return element instanceof Unit unit ? unit.events().size() : 1;
  }
}
