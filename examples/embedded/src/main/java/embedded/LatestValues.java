package embedded;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Sample;
import monitor.api.sink.Sink;

/** Keeps the latest value of every series, to be read by the program around it. */
final class LatestValues implements Sink {
  private final Map<String, Double> values = new ConcurrentHashMap<>();

  @Override
  public Delivery deliver(Batch batch) {
    batch.forEach(
        (sequence, event) -> {
          if (event.payload() instanceof Sample(var series, double value)) {
            values.put(series.name(), value);
          }
        });
    return new Outcome.Accepted();
  }

  /** By name of the series. */
  Map<String, Double> now() {
    return new TreeMap<>(values);
  }
}
