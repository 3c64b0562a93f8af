package monitor.itest.upgrade;

import java.util.Map;
import java.util.TreeMap;

/** Times during which something was changed, in nanoseconds since 1970. Not thread-safe. */
final class Windows {
  private final TreeMap<Long, Long> endByStart = new TreeMap<>();

  void add(long startNanos, long endNanos) {
    endByStart.merge(startNanos, endNanos, Math::max);
  }

  /** Whether one of them has something in common with that time. */
  boolean touch(long startNanos, long endNanos) {
    Map.Entry<Long, Long> before = endByStart.lowerEntry(endNanos);
    return before != null && before.getValue() > startNanos;
  }
}
