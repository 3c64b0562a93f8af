package monitor.rest;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens soon. */
final class Await {
  private static final long DEADLINE_NANOS = 60_000_000_000L;
  private static final long PAUSE_NANOS = 5_000_000;

  private Await() {}

  /** Returns when the condition holds, and fails after 60 s. */
  static void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > DEADLINE_NANOS) {
        throw new AssertionError("not in time: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
