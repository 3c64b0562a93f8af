package sink.websocket;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.wire.StreamOrder;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent and what waits for an answer, in the order in which it came. When a connection
 * is cut, what waits for an answer is sent again: the collector knows by the hash what it has. What
 * comes behind a batch that is to be sent again is withdrawn, for it is handed over anew behind it.
 * Safe for many threads.
 */
final class Outbox {
  private static final Outcome EARLIER_FIRST =
      Outcome.retry("an earlier batch of this stream is to be sent first");
  private static final Outcome NOT_SENT = Outcome.retry("no collector is connected");

  private final Deque<Outgoing> unsent = new ArrayDeque<>();
  private final Deque<Outgoing> unanswered = new ArrayDeque<>();
  private final StreamOrder order = new StreamOrder();
  private long unansweredBytes;
  private boolean closed;

  /**
   * Since when something is to be taken and nothing was; null if nothing is. What is to be sent
   * again is not here meanwhile, so it counts until something else is answered than retry.
   */
  private @Nullable Long standsSince;

  /** Takes a batch, unless an earlier one of its stream is to be handed over again. */
  Delivery add(Outgoing outgoing) {
    synchronized (this) {
      if (closed) {
        return NOT_SENT;
      }
      if (!order.admits(outgoing.id())) {
        return EARLIER_FIRST;
      }
      order.went(outgoing.id());
      unsent.add(outgoing);
      if (standsSince == null) {
        standsSince = System.nanoTime();
      }
      notifyAll();
    }
    return new Delivery.Pending(outgoing.outcome());
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
    List<Outgoing> behind = List.of();
    Outgoing found;
    synchronized (this) {
      found = take(sha256);
      if (found == null) {
        return false;
      }
      if (!(outcome instanceof Outcome.Retry)) {
        goesOn();
      }
      if (!found.isWithdrawn()) {
        behind =
            switch (outcome) {
              case Outcome.Retry again -> goBack(found.id(), found.id().firstSequence());
              case Outcome.Behind told -> goBack(found.id(), found.goesOnAt(told));
              default -> List.of();
            };
      }
    }
    found.outcome().complete(outcome);
    behind.forEach(each -> each.outcome().complete(EARLIER_FIRST));
    return true;
  }

  /** A collector takes something, or another one is asked: what waits has its time again. */
  synchronized void goesOn() {
    standsSince = unsent.isEmpty() && unanswered.isEmpty() ? null : System.nanoTime();
  }

  /** Whether something is to be taken, and for longer than that nothing was. */
  synchronized boolean standsStill(long nanos) {
    Long since = standsSince;
    return since != null && System.nanoTime() - since > nanos;
  }

  /** The stream of a batch is handed over again from there; returns what is withdrawn. */
  private List<Outgoing> goBack(BatchId id, long from) {
    if (from >= id.nextSequence()) {
      return List.of();
    }
    order.await(id, from);
    List<Outgoing> behind =
        Stream.concat(unanswered.stream(), unsent.stream())
            .filter(
                each -> !each.isWithdrawn() && each.isOf(id) && each.id().firstSequence() > from)
            .toList();
    behind.forEach(Outgoing::withdraw);
    unsent.removeIf(Outgoing::isWithdrawn);
    return behind;
  }

  private @Nullable Outgoing take(String sha256) {
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
    again.removeIf(Outgoing::isWithdrawn);
    unanswered.clear();
    unansweredBytes = 0;
    again.reversed().forEach(unsent::addFirst);
  }

  /** Nobody sends any more: what waits, and whatever comes, is to be handed over anew. */
  void close() {
    List<Outgoing> left;
    synchronized (this) {
      closed = true;
      left = Stream.concat(unanswered.stream(), unsent.stream()).toList();
      unanswered.clear();
      unansweredBytes = 0;
      unsent.clear();
    }
    left.stream()
        .filter(each -> !each.isWithdrawn())
        .forEach(each -> each.outcome().complete(NOT_SENT));
  }

  /** Lets a thread that waits look again. */
  synchronized void wake() {
    notifyAll();
  }
}
