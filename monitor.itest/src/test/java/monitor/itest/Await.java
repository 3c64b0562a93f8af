package monitor.itest;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for a condition of another process; fails with what was seen last. */
public final class Await {
  private static final Duration LOOK = Duration.ofMillis(50);

  private Await() {}

  /**
   * Asks until the answer is as wanted.
   *
   * @throws AssertionError after the deadline
   */
  public static <T> T until(String what, Duration deadline, Callable<T> value, Predicate<T> wanted)
      throws Exception {
    long end = System.nanoTime() + deadline.toNanos();
    T last = value.call();
    while (!wanted.test(last)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "not within %d ms: %s; last seen: %s".formatted(deadline.toMillis(), what, last));
      }
      LockSupport.parkNanos(LOOK.toNanos());
      last = value.call();
    }
    return last;
  }
}
