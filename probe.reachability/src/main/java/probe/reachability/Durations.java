package probe.reachability;

import java.time.Duration;

/** Durations for people. */
final class Durations {
  private static final double NANOS_PER_MILLI = 1e6;

  private Durations() {}

  /** Such as {@code 2s} or {@code 250ms}. */
  static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  /** Milliseconds with their fraction. */
  static double millis(long nanos) {
    return nanos / NANOS_PER_MILLI;
  }
}
