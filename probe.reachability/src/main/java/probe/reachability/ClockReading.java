package probe.reachability;

import java.time.Duration;
import java.time.Instant;

/**
 * Wall clock and monotonic clock, read at the same moment.
 *
 * @param wall the one
 * @param nanos the other
 * @param spreadNanos how far apart the two may have been read
 */
record ClockReading(Instant wall, long nanos, long spreadNanos) {
  private static final int TRIES = 8;

  /** Readings closer together than this are as good as one. */
  private static final long TIGHT = 5_000;

  /** Longer ago than this is a step of the wall clock. */
  private static final long ABSURD = 1_000_000_000L;

  /** A reading during which the thread was not put aside, if one of a few can be had. */
  static ClockReading tight() {
    ClockReading best = read();
    for (int i = 1; i < TRIES && best.spreadNanos > TIGHT; i++) {
      ClockReading next = read();
      best = next.spreadNanos < best.spreadNanos ? next : best;
    }
    return best;
  }

  private static ClockReading read() {
    long before = System.nanoTime();
    Instant wall = Instant.now();
    long after = System.nanoTime();
    return new ClockReading(wall, before + (after - before) / 2, after - before);
  }

  /** The monotonic time of a moment of the wall clock in the last second; else of the reading. */
  long nanosAt(Instant moment) {
    long ago = Duration.between(moment, wall).toNanos();
    return ago < 0 || ago > ABSURD ? nanos : nanos - ago;
  }
}
