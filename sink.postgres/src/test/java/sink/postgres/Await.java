package sink.postgres;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, at most so long that a busy machine is no reason to fail. */
public final class Await {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private Await() {}

  /**
   * Asks on the thread of the caller until it is so.
   *
   * @param what is waited for, for a person
   * @throws AssertionError if it is not so within two minutes
   */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long begin = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - begin > DEADLINE.toNanos()) {
        throw new AssertionError("not within " + DEADLINE + ": " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
