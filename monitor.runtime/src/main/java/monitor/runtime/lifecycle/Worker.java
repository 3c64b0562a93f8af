package monitor.runtime.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a component: waited for, interrupted late in the deadline, and given up at last.
 * Safe for many threads.
 */
public final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Worker(ThreadGroup group, String name, Runnable body) {
    this.thread =
        new Thread(
            group,
            () -> {
              try {
                body.run();
              } finally {
                ended.countDown();
              }
            },
            name);
    thread.setDaemon(true);
  }

  /** Makes a thread of this group that does this; it is not started yet. */
  public static Worker of(ThreadGroup group, String name, Runnable body) {
    return new Worker(group, name, body);
  }

  /** Starts it. */
  public void start() {
    thread.start();
  }

  /** Whether the caller is this thread, and not an older one that hung and was given up. */
  public boolean isCurrent() {
    return thread == Thread.currentThread();
  }

  /**
   * Waits for its end: two thirds of the deadline patiently, because an interrupt closes file
   * channels, the last third after an interrupt. Returns whether it ended.
   *
   * @param interruptOthers interrupts what else belongs to it
   */
  public boolean end(Duration deadline, Runnable interruptOthers) {
    if (await(deadline.multipliedBy(2).dividedBy(3))) {
      return true;
    }
    thread.interrupt();
    interruptOthers.run();
    if (await(deadline.dividedBy(3))) {
      return true;
    }
    StackTraceElement[] stack = thread.getStackTrace();
    LOG.warn(
        "'{}' did not stop within {} and was fenced off; it hangs at {}.",
        thread.getName(),
        deadline,
        stack.length > 0 ? stack[0] : "an unknown place");
    return false;
  }

  /** Where it is now. */
  public StackTraceElement[] stack() {
    return thread.getStackTrace();
  }

  private boolean await(Duration deadline) {
    try {
      return ended.await(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
