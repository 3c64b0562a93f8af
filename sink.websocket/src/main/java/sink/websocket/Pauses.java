package sink.websocket;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses before connecting again: each is random between the first and three times the one before,
 * so that agents which lost their collector at the same moment come back one by one ("Exponential
 * Backoff And Jitter", AWS Architecture Blog, 2015: decorrelated jitter). Not thread safe.
 */
final class Pauses {
  private static final int GROWTH = 3;

  private final long firstNanos;
  private final long mostNanos;
  private final RandomGenerator random;
  private long beforeNanos;

  Pauses(Duration first, Duration most, RandomGenerator random) {
    this.firstNanos = first.toNanos();
    this.mostNanos = most.toNanos();
    this.random = random;
    this.beforeNanos = firstNanos;
  }

  /** The next one, in nanoseconds. */
  long nextNanos() {
    long limit = Math.min(mostNanos, GROWTH * beforeNanos);
    beforeNanos = limit <= firstNanos ? firstNanos : random.nextLong(firstNanos, limit + 1);
    return beforeNanos;
  }

  /** It worked: begins anew. */
  void reset() {
    beforeNanos = firstNanos;
  }
}
