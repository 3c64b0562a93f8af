package monitor.runtime.source;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import monitor.runtime.accounting.Backoff;

/** The failures of one source: how long to wait after each, and when it is enough. One thread. */
final class Failures {
  /** So many failures within the window put a source into quarantine. */
  static final int MOST = 10;

  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LAST_DELAY = Duration.ofSeconds(60);

  private final Backoff backoff = new Backoff(FIRST_DELAY, LAST_DELAY);
  private final Deque<Long> times = new ArrayDeque<>();
  private long begun;

  void begin() {
    begun = System.nanoTime();
  }

  /** Counts a failure now; a run that lasted begins the back-off anew. */
  boolean tooMany() {
    long now = System.nanoTime();
    if (now - begun > LAST_DELAY.toNanos()) {
      backoff.reset();
    }
    times.addLast(now);
    while (now - times.getFirst() > WINDOW.toNanos()) {
      times.removeFirst();
    }
    return times.size() >= MOST;
  }

  int count() {
    return times.size();
  }

  long delayNanos() {
    return backoff.nextNanos();
  }
}
