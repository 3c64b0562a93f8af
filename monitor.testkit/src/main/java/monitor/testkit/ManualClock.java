package monitor.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A clock that moves only when the test moves it. A harness that is given one also takes the ticks
 * of {@code awaitNext} from it. Safe for use by many threads.
 */
public final class ManualClock implements InstantSource {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Instant now;

  /** A clock that stands at the given time. */
  public ManualClock(Instant start) {
    this.now = start;
  }

  /** A clock that stands at 2026-01-01T00:00:00Z. */
  public ManualClock() {
    this(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Override
  public Instant instant() {
    return now;
  }

  /**
   * Moves on and wakes whoever waits for a tick.
   *
   * @throws IllegalArgumentException if the step is negative
   */
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("a clock that is advanced goes forward: " + step);
    }
    set(now.plus(step));
  }

  /** Jumps to a time, also to an earlier one, as a clock does that is corrected. */
  public synchronized void set(Instant time) {
    now = time;
    listeners.forEach(Runnable::run);
  }

  void onChange(Runnable listener) {
    listeners.add(listener);
  }
}
