package collector.metrics.scrape;

import collector.metrics.scrape.KnownSeries.Timed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.source.EventStream;

/**
 * Hands a scrape over in units, the next when the one before is safe: a large text must not push
 * itself out of a buffer that is smaller.
 */
final class Emission {
  /** Most events of a unit: a fraction of the smallest buffer that is usual. */
  private static final int EVENTS = 1_000;

  private static final int BYTES = EventStream.MAX_BYTES / 2;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final EventStream stream;
  private final long deadlineNanos;

  /**
   * An emission.
   *
   * @param deadlineNanos when to give up waiting for room, by {@link System#nanoTime}
   */
  Emission(EventStream stream, long deadlineNanos) {
    this.stream = stream;
    this.deadlineNanos = deadlineNanos;
  }

  /** Emits all of them, in order; what finds no room until the deadline is dropped and counted. */
  void emit(List<Timed> samples) throws InterruptedException {
    List<Event> unit = new ArrayList<>();
    int bytes = 0;
    for (Timed sample : samples) {
      if (unit.size() == EVENTS || bytes + sample.bytes() > BYTES && !unit.isEmpty()) {
        hand(unit);
        unit = new ArrayList<>();
        bytes = 0;
      }
      unit.add(sample.event());
      bytes += sample.bytes();
    }
    if (!unit.isEmpty()) {
      hand(unit);
    }
  }

  private void hand(List<Event> unit) throws InterruptedException {
    while (System.nanoTime() - deadlineNanos < 0) {
      if (!(submit(unit) instanceof Outcome.Retry)) {
        return;
      }
      Thread.sleep(PAUSE);
    }
    stream.emit(unit);
  }

  /** What became of it; when that is not known in time it goes its way all the same. */
  private Outcome submit(List<Event> unit) throws InterruptedException {
    long left = Math.max(1, deadlineNanos - System.nanoTime());
    try {
      return stream.submit(unit).toCompletableFuture().get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Outcome.ACCEPTED;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the samples of a scrape were not taken", e.getCause());
    }
  }
}
