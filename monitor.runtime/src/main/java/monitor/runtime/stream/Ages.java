package monitor.runtime.stream;

import java.util.Map;
import java.util.TreeMap;

/**
 * Since when the events of a stream wait: for some sequence numbers, when they came. What lies
 * between two of them is taken to be as old as the one before it, so no event is older than it is
 * said to be. Times are those of {@link System#nanoTime}, which no wall clock moves. Guarded by the
 * monitor of the ledger.
 */
final class Ages {
  private static final int LONG = 8;
  private static final int MOST = 64;

  private final TreeMap<Long, Long> came = new TreeMap<>();
  private final long begunNanos = System.nanoTime();

  /** Events from this number on came then or later. */
  void add(long sequence, long nanos) {
    came.put(sequence, nanos);
    if (came.size() > MOST) {
      thin();
    }
  }

  /** Whether it is worth while to forget some. */
  boolean isLong() {
    return came.size() >= LONG;
  }

  /** The one goes between whose neighbours the least time passed. */
  private void thin() {
    long least = Long.MAX_VALUE;
    long superfluous = came.firstKey();
    Map.Entry<Long, Long> before = came.firstEntry();
    Map.Entry<Long, Long> at = came.higherEntry(before.getKey());
    for (Map.Entry<Long, Long> after : came.tailMap(at.getKey(), false).entrySet()) {
      if (after.getValue() - before.getValue() < least) {
        least = after.getValue() - before.getValue();
        superfluous = at.getKey();
      }
      before = at;
      at = after;
    }
    came.remove(superfluous);
  }

  /** When the event of this number came, at the earliest. */
  long cameNanos(long sequence) {
    Map.Entry<Long, Long> at = came.floorEntry(sequence);
    return at == null ? begunNanos : at.getValue();
  }

  /** What comes before this number does not wait any more. */
  void forget(long before) {
    Long from = came.floorKey(before);
    if (from != null) {
      came.headMap(from, false).clear();
    }
  }
}
