package sink.websocket;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent and what waits for an answer, in the order in which it came. When a connection
 * is cut, what waits for an answer is sent again: the collector knows by the hash what it has. Safe
 * for many threads.
 */
final class Outbox {
  private final Deque<Outgoing> unsent = new ArrayDeque<>();
  private final Deque<Outgoing> unanswered = new ArrayDeque<>();
  private long unansweredBytes;

  synchronized void add(Outgoing outgoing) {
    unsent.add(outgoing);
    notifyAll();
  }

  /**
   * The next one to send, which waits for its answer from now on; null if there is none within that
   * time. At least one may be on its way, whatever the window.
   */
  synchronized @Nullable Outgoing next(long windowBytes, long nanos) throws InterruptedException {
    if (!sendable(windowBytes) && nanos > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    }
    if (!sendable(windowBytes)) {
      return null;
    }
    Outgoing next = unsent.remove();
    unanswered.add(next);
    unansweredBytes += next.bytes();
    return next;
  }

  private boolean sendable(long windowBytes) {
    Outgoing next = unsent.peek();
    return next != null && (unanswered.isEmpty() || unansweredBytes + next.bytes() <= windowBytes);
  }

  /** Keeps the promise of the oldest one with this hash; false if none waits for an answer. */
  boolean answered(String sha256, Outcome outcome) {
    Outgoing found = take(sha256);
    if (found == null) {
      return false;
    }
    found.outcome().complete(outcome);
    return true;
  }

  private synchronized @Nullable Outgoing take(String sha256) {
    for (Iterator<Outgoing> waiting = unanswered.iterator(); waiting.hasNext(); ) {
      Outgoing outgoing = waiting.next();
      if (outgoing.sha256().equals(sha256)) {
        waiting.remove();
        unansweredBytes -= outgoing.bytes();
        notifyAll();
        return outgoing;
      }
    }
    return null;
  }

  /** Whether nothing waits for an answer any more; waits for that so long. */
  synchronized boolean settles(long nanos) throws InterruptedException {
    if (!unanswered.isEmpty()) {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    }
    return unanswered.isEmpty();
  }

  /** The connection is gone: what waits for an answer is to be sent again, before all else. */
  synchronized void cut() {
    List<Outgoing> again = new ArrayList<>(unanswered);
    unanswered.clear();
    unansweredBytes = 0;
    again.reversed().forEach(unsent::addFirst);
  }

  /** Lets a thread that waits look again. */
  synchronized void wake() {
    notifyAll();
  }
}
