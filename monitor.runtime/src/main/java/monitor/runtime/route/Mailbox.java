package monitor.runtime.route;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What other threads want done on the thread that made it, and how that one rests meanwhile. Only
 * {@link #post} and {@link #wake} may be called by others.
 */
final class Mailbox {
  private final Thread owner = Thread.currentThread();
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private volatile boolean parked;

  void post(Runnable task) {
    posted.add(task);
    wake();
  }

  void wake() {
    if (parked) {
      LockSupport.unpark(owner);
    }
  }

  void runAll() {
    for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
      task.run();
    }
  }

  /** Rests until something is posted, somebody wakes it, or so long; not if there is work. */
  void rest(long nanos, BooleanSupplier work) {
    parked = true;
    if (posted.isEmpty() && !work.getAsBoolean()) {
      LockSupport.parkNanos(this, nanos);
    }
    parked = false;
  }
}
