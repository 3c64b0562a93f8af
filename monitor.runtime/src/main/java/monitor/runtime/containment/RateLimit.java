package monitor.runtime.containment;

import java.util.concurrent.atomic.AtomicLong;

/**
 * So many units a second, and what was not used in the second before at once: the generic cell rate
 * algorithm (ITU-T I.371), which needs one number. Lock free.
 */
final class RateLimit {
  private static final long BURST_NANOS = 1_000_000_000L;
  private static final double SECOND_NANOS = 1e9;

  private final AtomicLong paidUntil = new AtomicLong(System.nanoTime() - BURST_NANOS);
  private volatile long perSecond;

  /** The rate; 0 for no limit. */
  long perSecond() {
    return perSecond;
  }

  /** Holds from now on. */
  void perSecond(long rate) {
    perSecond = rate;
  }

  /**
   * Takes this many units if they are within the rate, else nothing; more than a second's worth are
   * when nothing is owed.
   *
   * @return 0 if they were taken, else how long to wait before asking again
   */
  long waitNanos(long units, long nowNanos) {
    long rate = perSecond;
    if (rate == 0) {
      return 0;
    }
    long cost = cost(units, rate);
    while (true) {
      long paid = paidUntil.get();
      long from = paid - nowNanos < 0 ? nowNanos : paid;
      long excess = from + cost - nowNanos - BURST_NANOS;
      if (excess > 0 && from != nowNanos) {
        return Math.min(excess, from - nowNanos);
      }
      if (paidUntil.compareAndSet(paid, from + cost)) {
        return 0;
      }
    }
  }

  /** Gives back what was taken and not used. */
  void giveBack(long units) {
    long rate = perSecond;
    if (rate != 0) {
      paidUntil.addAndGet(-cost(units, rate));
    }
  }

  private static long cost(long units, long rate) {
    return (long) (units * SECOND_NANOS / rate);
  }
}
