package monitor.runtime.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process of its own that appends to a journal and says what was acknowledged, one line each. To
 * be killed at any moment. Arguments: folder, number of rounds.
 */
final class JournalChild {
  private static final int STREAMS = 3;

  private final FileOutputStream acknowledged = new FileOutputStream(java.io.FileDescriptor.out);
  private final Map<String, Long> next = new HashMap<>();
  private final Queue<End> ends = new ArrayDeque<>();

  /** Where the kept lane ended after a round, and the next numbers of its streams. */
  private record End(Location place, String numbers) {}

  private JournalChild() {}

  public static void main(String[] arguments) throws Exception {
    new JournalChild().run(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
  }

  static JournalSettings settings(Path folder) {
    return JournalSettings.in(folder).segmentBytes(4_000).freeFloorBytes(0).build();
  }

  private void run(Path folder, int rounds) throws Exception {
    try (Journal journal = Journal.open(settings(folder))) {
      journal.streams().forEach((name, state) -> next.put(name, state.nextSequence()));
      for (int i = 0; i < rounds; i++) {
        round(journal, i);
        release(journal);
      }
    }
  }

  /** One entry of each stream at once; what is refused is tried again in the next round. */
  private void round(Journal journal, int round) throws InterruptedException {
    CountDownLatch answered = new CountDownLatch(STREAMS);
    AtomicBoolean[] taken = new AtomicBoolean[STREAMS];
    for (int i = 0; i < STREAMS; i++) {
      taken[i] = new AtomicBoolean();
      String stream = "stream-" + i;
      String body = "%s %d %s".formatted(stream, number(stream), "x".repeat(round % 7 * 100));
      Entry entry = Appends.entry(journal, stream, number(stream), 1, body);
      Lane lane = i == 0 ? Lane.RING : Lane.KEPT;
      journal.append(lane, entry, callback(entry, answered, taken[i]));
    }
    if (!answered.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("an append was not answered");
    }
    for (int i = 0; i < STREAMS; i++) {
      if (taken[i].get()) {
        next.merge("stream-" + i, 1L, Long::sum);
      }
    }
  }

  private long number(String stream) {
    return next.computeIfAbsent(stream, s -> 0L);
  }

  private AppendCallback callback(Entry entry, CountDownLatch answered, AtomicBoolean taken) {
    return new AppendCallback() {
      @Override
      public void durable(Location at, Location behind) {
        taken.set(true);
        say(entry.stream() + " " + entry.firstSequence() + "\n");
        answered.countDown();
      }

      @Override
      public void refused(String reason, boolean full) {
        answered.countDown();
      }
    };
  }

  private void say(String line) {
    try {
      acknowledged.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Says that what lies more than ten rounds back is not needed, and remembers that. */
  private void release(Journal journal) {
    ends.add(new End(journal.end(Lane.KEPT), number("stream-1") + " " + number("stream-2")));
    if (ends.size() > 10) {
      End end = ends.remove();
      try {
        journal.cursors().save("sink", end.numbers().getBytes(StandardCharsets.UTF_8));
        journal.release(Lane.KEPT, end.place());
      } catch (IOException e) {
        // The disk fails on purpose; the old cursor is as good.
      }
    }
  }

  /** The number before which nothing of a stream is needed. */
  static long released(Journal journal, String stream) {
    int index = stream.equals("stream-1") ? 0 : 1;
    boolean ring = stream.equals("stream-0");
    return journal
        .cursors()
        .load("sink")
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).split(" "))
        .map(numbers -> ring ? 0 : Long.parseLong(numbers[index]))
        .orElse(0L);
  }
}
