package probe.reachability;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Closes a socket when its time is over, so that nothing that is done with it takes longer, in
 * however many small pieces. One that was closed is told from one that failed by {@link #over}.
 */
final class Deadline implements AutoCloseable {
  private final long endNanos;
  private final AtomicReference<@Nullable AutoCloseable> closed = new AtomicReference<>();
  private final Thread waiting;
  private volatile boolean over;

  /** Begins to run now. */
  Deadline(Duration time) {
    endNanos = System.nanoTime() + time.toNanos();
    waiting = Thread.startVirtualThread(this::awaitEnd);
  }

  /** Says what to close, in place of what was before. */
  void closes(AutoCloseable socket) {
    closed.set(socket);
    if (over) {
      closeQuietly();
    }
  }

  /** Whether the time is over. */
  boolean over() {
    return over;
  }

  /** What is left, at least a millisecond. */
  Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, endNanos - System.nanoTime()));
  }

  private void awaitEnd() {
    try {
      Thread.sleep(left());
      over = true;
      closeQuietly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeQuietly() {
    AutoCloseable socket = closed.get();
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (Exception e) {
      over = true; // whoever uses it finds out by itself
    }
  }

  @Override
  public void close() {
    waiting.interrupt();
  }
}
