package monitor.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;

/**
 * Stores as a database with a high-water mark for each agent, epoch and stream does: a duplicate is
 * accepted, another batch at its place is a conflict, what comes too early is behind, and a gap is
 * to begin behind the events that are there. What it answers then can get lost.
 */
final class MarkedSink implements Sink {
  volatile Function<Batch, Outcome> before = batch -> Outcome.ACCEPTED;
  volatile Function<Batch, Outcome> after = batch -> Outcome.ACCEPTED;
  final List<BatchId> gapsTold = new ArrayList<>();
  private final Map<String, Long> marks = new ConcurrentHashMap<>();
  private final Map<String, String> hashes = new HashMap<>();
  private final Map<String, TreeMap<Long, String>> stored = new HashMap<>();

  @Override
  public synchronized Delivery deliver(Batch batch) {
    Outcome first = before.apply(batch);
    Outcome stored = first instanceof Outcome.Accepted ? store(batch) : first;
    return stored instanceof Outcome.Accepted ? after.apply(batch) : stored;
  }

  private Outcome store(Batch batch) {
    BatchId id = batch.header().id();
    String gap = batch.header().gap();
    String key = id.agent() + " " + id.epoch() + " " + id.stream();
    long mark = marks.getOrDefault(key, id.firstSequence());
    if (gap != null) {
      gapsTold.add(id);
    }
    if (id.firstSequence() > mark) {
      return new Outcome.Behind(mark);
    }
    if (gap == null && id.firstSequence() < mark) {
      String hash = hashes.get(key + " " + id.firstSequence());
      return batch.header().sha256().equals(hash)
          ? Outcome.ACCEPTED
          : new Outcome.Conflict("something else is stored there");
    }
    TreeMap<Long, String> numbers = stored.computeIfAbsent(key, k -> new TreeMap<>());
    long had = gap == null ? 0 : events(numbers, id);
    if (had > id.firstSequence()) {
      return new Outcome.Behind(had);
    }
    if (gap == null) {
      hashes.put(key + " " + id.firstSequence(), batch.header().sha256());
      batch.forEach(
          (sequence, event) -> put(numbers, sequence, "event " + event.attributes().get("n")));
    }
    for (long n = Math.max(mark, id.firstSequence()); gap != null && n < id.nextSequence(); n++) {
      put(numbers, n, gap);
    }
    marks.put(key, Math.max(mark, id.nextSequence()));
    return Outcome.ACCEPTED;
  }

  /** The number after the last one of a range that is an event; 0 if none is. */
  private static long events(TreeMap<Long, String> numbers, BatchId id) {
    return numbers.subMap(id.firstSequence(), id.nextSequence()).entrySet().stream()
        .filter(each -> each.getValue().startsWith("event "))
        .mapToLong(each -> each.getKey() + 1)
        .max()
        .orElse(0);
  }

  private static void put(TreeMap<Long, String> numbers, long sequence, String what) {
    String old = numbers.put(sequence, what);
    if (old != null) {
      throw new AssertionError("number " + sequence + " is " + old + " and " + what);
    }
  }

  /** What was stored under each sequence number of a stream: an event, or the reason of a gap. */
  synchronized TreeMap<Long, String> numbers(String stream) {
    TreeMap<Long, String> all = new TreeMap<>();
    stored.forEach((key, numbers) -> {
      if (key.endsWith(" " + stream)) {
        all.putAll(numbers);
      }
    });
    return all;
  }

  /** The events of all streams and epochs by their attribute {@code n}. */
  synchronized List<Long> allEvents() {
    return stored.values().stream()
        .flatMap(numbers -> numbers.values().stream())
        .filter(what -> what.startsWith("event "))
        .map(what -> Long.parseLong(what.substring("event ".length())))
        .toList();
  }

  /** The events of a stream by their attribute {@code n}. */
  List<Long> events(String stream) {
    return numbers(stream).values().stream()
        .filter(what -> what.startsWith("event "))
        .map(what -> Long.parseLong(what.substring("event ".length())))
        .toList();
  }

  /** The numbers of a stream that are gaps, by reason. */
  Map<String, Long> gaps(String stream) {
    Map<String, Long> gaps = new TreeMap<>();
    numbers(stream).values().stream()
        .filter(what -> !what.startsWith("event "))
        .forEach(reason -> gaps.merge(reason, 1L, Long::sum));
    return gaps;
  }

  synchronized List<BatchId> gapsTold() {
    return List.copyOf(gapsTold);
  }
}
