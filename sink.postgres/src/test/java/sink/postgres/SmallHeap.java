package sink.postgres;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;

/** A process of its own with a small heap: as many large batches as the sink takes, at once. */
final class SmallHeap {
  private static final int LINES = 64;
  private static final int LINE_CHARS = 16_000;

  private record Sent(Batch batch, CompletableFuture<Outcome> promise) {}

  private SmallHeap() {}

  /** Arguments: address of the database, number of batches of a mebibyte each. */
  public static void main(String[] arguments) throws Exception {
    TestDatabase database = new TestDatabase(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    Deque<Sent> open = new ArrayDeque<>();
    try (SinkHarness harness =
        SinkHarness.of(database.sink()).patience(Duration.ofMinutes(2)).open()) {
      for (int i = 0; i < count; i++) {
        Batch batch = batch(i);
        open.add(new Sent(batch, harness.deliver(batch)));
        System.out.println("delivered " + i);
        settle(harness, open, 12);
      }
      settle(harness, open, 0);
    }
    System.out.println("accepted");
    System.exit(0);
  }

  /** A stream of its own each, so that one that is asked for again holds up no other. */
  private static Batch batch(int number) {
    String text = String.valueOf((char) ('a' + number % 26)).repeat(LINE_CHARS);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      events.add(Batches.line(text));
    }
    return BatchBuilder.of(Kind.LOG).stream("s" + number + "/log").batch(events);
  }

  private static void settle(SinkHarness harness, Deque<Sent> open, int most) throws Exception {
    while (open.size() > most) {
      Sent first = open.remove();
      Outcome outcome = first.promise().get(2, TimeUnit.MINUTES);
      if (outcome instanceof Outcome.Retry) {
        open.add(new Sent(first.batch(), harness.deliver(first.batch())));
      } else if (!outcome.equals(Outcome.ACCEPTED)) {
        throw new IllegalStateException(outcome.toString());
      }
    }
  }
}
