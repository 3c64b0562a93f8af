package monitor.testkit;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** One lock for everything a harness waits for: whoever changes something tells, waiters look. */
final class Signal {
  /** Runs a change under the lock and wakes every waiter. */
  synchronized void change(Runnable change) {
    change.run();
    notifyAll();
  }

  /**
   * Waits until a condition holds, which is looked at under the lock.
   *
   * @return whether it does; false after the time
   */
  synchronized boolean await(BooleanSupplier condition, Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }

  /** Waits without a limit until a condition holds. */
  synchronized void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      wait();
    }
  }
}
