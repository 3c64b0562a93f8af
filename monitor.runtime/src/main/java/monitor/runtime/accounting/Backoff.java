package monitor.runtime.accounting;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential back-off with full jitter between half and the whole of the step ("Exponential
 * Backoff And Jitter", AWS Architecture Blog, 2015). Not thread safe.
 */
public final class Backoff {
  private final long firstNanos;
  private final long mostNanos;
  private int failures;

  /** From the first to the longest delay. */
  public Backoff(Duration first, Duration most) {
    this.firstNanos = first.toNanos();
    this.mostNanos = most.toNanos();
  }

  /** The delay after one more failure, in nanoseconds. */
  public long nextNanos() {
    long step = Math.min(mostNanos, firstNanos << Math.min(failures++, 30));
    return step / 2 + ThreadLocalRandom.current().nextLong(step / 2 + 1);
  }

  /** It worked: begins anew. */
  public void reset() {
    failures = 0;
  }

  /** Failures since it last worked. */
  public int failures() {
    return failures;
  }
}
