package analysis.alerts;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import monitor.api.sink.SinkContext;

/** One courier for each webhook, on a thread of its own: one that is slow holds up no other. */
final class Couriers {
  /** How long what is under way may take at the end before it counts as not taken. */
  private static final Duration GRACE = Duration.ofMillis(1500);

  /** How long a courier takes that was interrupted. */
  private static final Duration END = Duration.ofSeconds(2);

  private final Board board;
  private final SinkContext context;
  private final Set<String> sent = new HashSet<>();
  private final Set<Thread> working = new HashSet<>();

  Couriers(Board board, SinkContext context) {
    this.board = board;
    this.context = context;
  }

  /** Sees to it that each of these webhooks has a courier; it stays until all are called back. */
  synchronized void send(Collection<String> webhooks) {
    for (String name : webhooks) {
      if (sent.add(name)) {
        context.fork("webhook " + name, () -> work(name));
      }
    }
  }

  private void work(String name) throws InterruptedException {
    begin();
    try {
      new Courier(board, name).run();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    working.add(Thread.currentThread());
  }

  private synchronized void end() {
    working.remove(Thread.currentThread());
    notifyAll();
  }

  /**
   * Calls all back: what is under way gets a moment, and is else sent again by the next opening.
   */
  synchronized void close() throws InterruptedException {
    board.stopSending();
    await(GRACE);
    working.forEach(Thread::interrupt);
    await(END);
  }

  private void await(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!working.isEmpty() && System.nanoTime() < end) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
    }
  }
}
