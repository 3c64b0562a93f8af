package monitor.runtime.route;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

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

  /** Rests until something is posted, somebody wakes it, or so long. */
  void rest(long nanos) {
    parked = true;
    if (posted.isEmpty()) {
      LockSupport.parkNanos(this, nanos);
    }
    parked = false;
  }
}
