package sink.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.LogLine;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.testkit.SinkHarness;

/** What the tests of this sink send, and how. */
final class Batches {
  static final long TIME = 1_790_000_000_000_000_000L;

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private Batches() {}

  static Event line(String body) {
    return new Event(TIME, new LogLine(Text.of(body), Severity.INFO, false), Attributes.EMPTY);
  }

  /** Lines that are the prefix and a number each. */
  static List<Event> lines(String prefix, int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(line(prefix + i));
    }
    return events;
  }

  /** Hands a batch over again, as the runtime does, until there is another answer than a retry. */
  static Outcome settled(SinkHarness harness, Batch batch) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Outcome outcome = harness.outcome(batch);
    while (outcome instanceof Outcome.Retry) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not settled within " + PATIENCE + ": " + outcome);
      }
      Thread.sleep(20);
      outcome = harness.outcome(batch);
    }
    return outcome;
  }
}
