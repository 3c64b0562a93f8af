package monitor.testkit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Ticks of a fixed rate, counted from the start of a run, for each thread by itself. */
final class Ticks {
  private final Signal signal;
  private final LongSupplier nanos;
  private final boolean manual;
  private final long start;
  private final Map<Thread, Long> last = new HashMap<>();

  /**
   * Begins now.
   *
   * @param nanos the clock that the ticks follow, in nanoseconds
   * @param manual whether it stands still until somebody moves it and tells the signal
   */
  Ticks(Signal signal, LongSupplier nanos, boolean manual) {
    this.signal = signal;
    this.nanos = nanos;
    this.manual = manual;
    this.start = nanos.getAsLong();
  }

  /** Waits for the next tick of the calling thread; false if the run is to stop. */
  boolean awaitNext(Duration interval, BooleanSupplier stopping) throws InterruptedException {
    long due = due(interval.toNanos());
    BooleanSupplier ready = () -> stopping.getAsBoolean() || elapsed() >= due;
    while (!ready.getAsBoolean()) {
      if (manual) {
        signal.await(ready);
      } else {
        signal.await(ready, Duration.ofNanos(due - elapsed()));
      }
    }
    return !stopping.getAsBoolean();
  }

  private long due(long interval) {
    synchronized (signal) {
      Long before = last.get(Thread.currentThread());
      long due = before == null ? 0 : Math.max(before + interval, elapsed() / interval * interval);
      last.put(Thread.currentThread(), due);
      return due;
    }
  }

  private long elapsed() {
    return nanos.getAsLong() - start;
  }
}
