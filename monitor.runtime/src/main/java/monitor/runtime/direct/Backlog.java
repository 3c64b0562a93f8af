package monitor.runtime.direct;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import monitor.api.delivery.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What one sink, by name, owes answers for, in the order in which it came. It outlives the sink's
 * sessions and versions: what one of them has not answered is handed to the next. Thread-safe.
 */
public final class Backlog {
  private final Deque<Share> waiting = new ArrayDeque<>();
  private final Set<Share> handed = new LinkedHashSet<>();

  /** The sink gave them back, and the peer does not know yet. */
  private final Set<Share> goingBack = new HashSet<>();

  private @Nullable Opening current;
  private long bytes;

  /** One session of the sink; one that is over takes nothing and settles nothing any more. */
  public final class Opening {
    private final Runnable wake;

    private Opening(Runnable wake) {
      this.wake = wake;
    }

    /** What is to be handed over next; null if nothing is. */
    public @Nullable Share next() {
      synchronized (Backlog.this) {
        Share next = current == this ? waiting.poll() : null;
        if (next != null) {
          handed.add(next);
        }
        return next;
      }
    }

    /** Whether something is to be handed over. */
    public boolean hasNext() {
      synchronized (Backlog.this) {
        return current == this && !waiting.isEmpty();
      }
    }

    /** Whether the sink has not answered for something that was handed over. */
    public boolean awaitsAnswers() {
      synchronized (Backlog.this) {
        return current == this && !handed.isEmpty();
      }
    }

    /**
     * The sink answered; an answer that comes too late does not count. Behind a batch that the peer
     * is to send again nothing of its stream goes on, neither now nor until the peer knows: a sink
     * that does not know the stream would begin it there, and take the batch for one that it has.
     */
    public void settle(Share share, Outcome outcome) {
      List<Share> behind;
      synchronized (Backlog.this) {
        if (current != this || !handed.remove(share)) {
          return;
        }
        bytes -= share.bytes();
        behind = outcome instanceof Outcome.Retry ? holdBack(share) : List.of();
      }
      share.settle(outcome);
      behind.forEach(Share::giveBack);
    }
  }

  private List<Share> holdBack(Share again) {
    if (!again.comesAgain()) {
      return List.of();
    }
    goingBack.add(again);
    again.whenTold(() -> told(again));
    return take(share -> share.isBehind(again));
  }

  /** The peer knows, and is the one that holds back from now on. */
  private synchronized void told(Share share) {
    goingBack.remove(share);
  }

  /**
   * Begins a session; what the one before it has not answered is handed over again.
   *
   * @param wake called when there is something to hand over; must not block
   */
  public synchronized Opening open(Runnable wake) {
    fence();
    current = new Opening(wake);
    return current;
  }

  /** Ends the session, whatever it is doing. */
  public synchronized void fence() {
    current = null;
    List<Share> again = new ArrayList<>(handed);
    handed.clear();
    again.reversed().forEach(waiting::addFirst);
  }

  void add(Share share) {
    Runnable next;
    synchronized (this) {
      if (goingBack.stream().anyMatch(share::isBehind)) {
        next = share::giveBack;
      } else {
        waiting.add(share);
        bytes += share.bytes();
        next = current == null ? () -> {} : current.wake;
      }
    }
    next.run();
  }

  synchronized long bytes() {
    return bytes;
  }

  /** Since when the oldest waits; 0 if none does. */
  synchronized double oldestSeconds(String source) {
    long now = System.nanoTime();
    long oldest = Math.max(oldest(handed, source, now), oldest(waiting, source, now));
    return oldest / 1e9;
  }

  private static long oldest(Collection<Share> shares, String source, long now) {
    for (Share share : shares) {
      if (share.source().equals(source)) {
        return now - share.cameNanos();
      }
    }
    return 0;
  }

  /** Takes out what the sink need not answer for. */
  synchronized List<Share> take(Predicate<Share> superfluous) {
    List<Share> taken = new ArrayList<>();
    take(handed, superfluous, taken);
    take(waiting, superfluous, taken);
    taken.forEach(share -> bytes -= share.bytes());
    return taken;
  }

  private static void take(
      Collection<Share> from, Predicate<Share> superfluous, List<Share> taken) {
    for (Iterator<Share> shares = from.iterator(); shares.hasNext(); ) {
      Share share = shares.next();
      if (superfluous.test(share)) {
        shares.remove();
        taken.add(share);
      }
    }
  }
}
