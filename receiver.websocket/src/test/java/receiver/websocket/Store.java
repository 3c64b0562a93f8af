package receiver.websocket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Hop;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;

/**
 * Stores as a database with a high-water mark for each agent, epoch and stream does, and answers a
 * little later. It outlives the collectors that write to it, and complains of what comes twice.
 */
final class Store implements Sink, AutoCloseable {
  private static final int LATER_MILLIS = 2;

  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, Long> marks = new HashMap<>();
  private final Map<String, String> hashes = new HashMap<>();
  private final TreeMap<Long, Long> timesStored = new TreeMap<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<Hop> hops = new ArrayList<>();
  private long duplicates;
  volatile Function<Batch, Outcome> before = batch -> Outcome.ACCEPTED;

  @Override
  public Delivery deliver(Batch batch) {
    CompletableFuture<Outcome> promise = new CompletableFuture<>();
    later.schedule(() -> promise.complete(outcome(batch)), LATER_MILLIS, TimeUnit.MILLISECONDS);
    return new Delivery.Pending(promise);
  }

  private Outcome outcome(Batch batch) {
    Outcome first = before.apply(batch);
    return first instanceof Outcome.Accepted ? store(batch) : first;
  }

  private synchronized Outcome store(Batch batch) {
    BatchId id = batch.header().id();
    String key = id.agent() + " " + id.epoch() + " " + id.stream();
    long mark = marks.getOrDefault(key, id.firstSequence());
    if (id.firstSequence() > mark) {
      return new Outcome.Behind(mark);
    }
    String hash = hashes.putIfAbsent(key + " " + id.firstSequence(), batch.header().sha256());
    if (id.firstSequence() < mark) {
      duplicates++;
      return batch.header().sha256().equals(hash)
          ? Outcome.ACCEPTED
          : new Outcome.Conflict("something else is stored there");
    }
    marks.put(key, id.nextSequence());
    hops.addAll(batch.hops());
    if (batch.header().gap() != null) {
      complaints.add("a gap: " + batch.header());
    }
    batch.forEach(
        (sequence, event) -> timesStored.merge((Long) event.attributes().get("n"), 1L, Long::sum));
    return Outcome.ACCEPTED;
  }

  /** Different numbers that are stored. */
  synchronized int numbers() {
    return timesStored.size();
  }

  /** What is wrong with numbers 0 to n; empty if each is stored once. */
  synchronized List<String> wrongUpTo(long n) {
    List<String> wrong = new ArrayList<>(complaints);
    for (long number = 0; number < n; number++) {
      long times = timesStored.getOrDefault(number, 0L);
      if (times != 1) {
        wrong.add("%d is stored %d times".formatted(number, times));
      }
    }
    return wrong;
  }

  /** Batches that came again. */
  synchronized long duplicates() {
    return duplicates;
  }

  synchronized List<Hop> hops() {
    return List.copyOf(hops);
  }

  @Override
  public void close() {
    // A collector that is closed leaves the store as it is.
  }

  void end() {
    later.shutdownNow();
  }
}
