package monitor.itest.upgrade;

import java.util.List;

/** Of sorted values. */
final class Percentile {
  private static final double NANOS_PER_MILLI = 1e6;

  private Percentile() {}

  /** The least value that at least so many hundredths of all do not exceed; 0 if there is none. */
  static double millis(List<Long> sortedNanos, double hundredths) {
    if (sortedNanos.isEmpty()) {
      return 0;
    }
    int index = (int) Math.ceil(hundredths / 100 * sortedNanos.size()) - 1;
    return sortedNanos.get(Math.max(0, index)) / NANOS_PER_MILLI;
  }
}
