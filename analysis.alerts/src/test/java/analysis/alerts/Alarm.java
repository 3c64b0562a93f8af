package analysis.alerts;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Origin;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.Series;
import monitor.api.query.Alert;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;

/** The sink in its harness, samples of a load with times of the test's own, and a web server. */
final class Alarm implements AutoCloseable {
  static final Series LOAD = Series.gauge("test.load", "1");

  /** 2026-01-01T00:00:00Z. */
  private static final long START = 1_767_225_600_000_000_000L;

  final Tones tones = new Tones();
  final FakeTables tables = new FakeTables();
  final AlertsSink sink = new AlertsSink(tables.admin());
  final SinkHarness harness = SinkHarness.of(sink);
  private final Map<String, BatchBuilder> streams = new HashMap<>();

  /** One webhook that is rung by every rule, and a rule: more than 10, without a cool-down. */
  Alarm(Map<String, Object> rule) throws Exception {
    tables.webhook("ops", tones.url());
    rule(rule);
  }

  /** Changes the rule. */
  void rule(Map<String, Object> changes) {
    Map<String, Object> rule = new HashMap<>();
    rule.put("metric", LOAD.name());
    rule.put("threshold", 10.0);
    rule.put("cool-down", "0s");
    rule.putAll(changes);
    tables.rule("load", rule);
  }

  Alarm open() throws Exception {
    harness.open();
    return this;
  }

  /** Closes it and opens another instance on the same folder. */
  void restart() throws Exception {
    harness.closeSink();
    harness.open();
  }

  /** A sample of a host, so many seconds after the start; the batch that brought it. */
  Batch sample(String host, double second, double value) throws Exception {
    return batch(host, LOAD, second, value);
  }

  Batch sample(double second, double value) throws Exception {
    return sample("web1", second, value);
  }

  Batch batch(String host, Series series, double second, double value) throws Exception {
    Batch batch = build(host, event(series, second, value));
    deliver(batch);
    return batch;
  }

  /** A sample, so many seconds after the start. */
  static Event event(Series series, double second, double value) {
    return series.sample(START + (long) (second * 1e9), value);
  }

  /** The next batch of a host, which is not delivered. */
  Batch build(String host, Event... events) {
    return streams
        .computeIfAbsent(
            host,
            name ->
                BatchBuilder.of(Kind.SAMPLE).agent(name).origin(new Origin(name, "test", Map.of())))
        .batch(events);
  }

  void deliver(Batch batch) throws Exception {
    if (!harness.outcome(batch).equals(Outcome.ACCEPTED)) {
      throw new AssertionError("not accepted");
    }
  }

  List<Alert> active() {
    return sink.active();
  }

  /** Waits until something is so. */
  static void await(String what, java.util.concurrent.Callable<Boolean> condition)
      throws Exception {
    long end = System.nanoTime() + Tones.PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within %s: %s".formatted(Tones.PATIENCE, what));
      }
      Thread.sleep(Duration.ofMillis(20));
    }
  }

  @Override
  public void close() throws Exception {
    tones.close();
    harness.close();
  }
}
