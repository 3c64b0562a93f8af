package monitor.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;

/** Remembers the number in every event that it accepts. */
final class RecordingSink implements Sink {
  final AtomicInteger deliveries = new AtomicInteger();
  volatile Function<Batch, Outcome> answer = batch -> Outcome.ACCEPTED;
  private final List<Long> numbers = new CopyOnWriteArrayList<>();
  private final Map<String, List<Long>> byStream = new ConcurrentHashMap<>();

  @Override
  public Delivery deliver(Batch batch) {
    deliveries.incrementAndGet();
    Outcome outcome = answer.apply(batch);
    if (outcome instanceof Outcome.Accepted) {
      List<Long> accepted = new ArrayList<>();
      batch.forEach((sequence, event) -> accepted.add((Long) event.attributes().get("n")));
      byStream
          .computeIfAbsent(batch.header().id().stream(), key -> new CopyOnWriteArrayList<>())
          .addAll(accepted);
      numbers.addAll(accepted);
    }
    return outcome;
  }

  List<Long> numbers() {
    return List.copyOf(numbers);
  }

  List<Long> numbersOf(String stream) {
    return List.copyOf(byStream.getOrDefault(stream, List.of()));
  }

  void awaitEvents(int count) throws Exception {
    Await.until(() -> numbers.size() >= count);
  }
}
