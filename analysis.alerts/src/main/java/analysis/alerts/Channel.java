package analysis.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import monitor.api.query.AlertChannel;
import org.jspecify.annotations.Nullable;

/** What waits for one webhook, in order, and when it is tried again. Guarded by the board. */
final class Channel {
  /** Most notifications that wait; beyond it the oldest is dropped. */
  static final int MOST_WAITING = 1000;

  private static final int MOST_DOUBLINGS = 20;

  /**
   * What is kept of it.
   *
   * @param name of the webhook
   * @param waiting what was not taken yet
   * @param delivered how many were taken
   * @param dropped how many were given up
   * @param last when one was taken last; null if none was
   */
  record State(
      String name,
      List<Notification> waiting,
      long delivered,
      long dropped,
      @Nullable Instant last) {}

  private final String name;
  private final Deque<Notification> waiting = new ArrayDeque<>();
  private long delivered;
  private long dropped;
  private @Nullable Instant last;
  private int failures;
  private long dueNanos;
  private @Nullable String problem;

  Channel(String name) {
    this.name = name;
  }

  /** One that was kept. */
  Channel(State state) {
    this(state.name());
    waiting.addAll(state.waiting());
    delivered = state.delivered();
    dropped = state.dropped();
    last = state.last();
  }

  State state() {
    return new State(name, List.copyOf(waiting), delivered, dropped, last);
  }

  /** Adds one; whether another had to be dropped for it. */
  boolean add(Notification notification) {
    waiting.add(notification);
    if (waiting.size() <= MOST_WAITING) {
      return false;
    }
    waiting.remove();
    dropped++;
    return true;
  }

  /** Gives up what waits; how many that were. */
  int clear() {
    int count = waiting.size();
    dropped += count;
    waiting.clear();
    return count;
  }

  /** The next one; null if none waits. */
  @Nullable Notification head() {
    return waiting.peek();
  }

  /** Nanoseconds until the next one may be sent; not positive: now. */
  long pauseNanos() {
    return failures == 0 ? 0 : dueNanos - System.nanoTime();
  }

  /** It was taken. */
  void taken(Notification notification, Instant now) {
    waiting.remove(notification);
    delivered++;
    last = now;
    well();
  }

  /** It is refused for ever. */
  void refused(Notification notification) {
    waiting.remove(notification);
    dropped++;
    well();
  }

  private void well() {
    failures = 0;
    problem = null;
  }

  /** It was not taken; whether that is news. */
  boolean failed(String reason, Webhook webhook) {
    Duration pause = webhook.retryFirst().multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    long most = Math.min(pause.toNanos(), webhook.retryMost().toNanos());
    // Half of the pause is by chance, so that those who fail together do not come together.
    dueNanos = System.nanoTime() + most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
    failures++;
    problem = reason;
    return failures == 1;
  }

  /** As others see it. */
  AlertChannel view(String target, @Nullable String wrong) {
    return new AlertChannel(
        name, target, waiting.size(), delivered, dropped, last, wrong == null ? problem : wrong);
  }
}
