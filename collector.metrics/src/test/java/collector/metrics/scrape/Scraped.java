package collector.metrics.scrape;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import monitor.api.event.Event;
import monitor.api.event.Sample;
import monitor.api.event.Series;
import monitor.api.status.Status;
import monitor.testkit.SourceHarness;
import monitor.testkit.TestConfiguration;

/** A running source of scrapes, and what a test asks of it. */
final class Scraped implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SourceHarness harness;

  Scraped(Map<String, ?> configuration) {
    Map<String, Object> values = new HashMap<>(Map.of("interval", "100ms", "timeout", "10s"));
    values.putAll(configuration);
    harness =
        SourceHarness.of(new ScrapeSource(TestConfiguration.of(ScrapeConfiguration.class, values)))
            .named("collector.scrape~lab")
            .start();
  }

  static Scraped of(String url) {
    return new Scraped(Map.of("targets", List.of(url)));
  }

  private static Sample sample(Event event) {
    return (Sample) event.payload();
  }

  /** The first sample of a name whose value is wanted. */
  Event await(String name, Predicate<Double> wanted) throws InterruptedException {
    return harness.awaitEvent(
        event -> sample(event).series().name().equals(name) && wanted.test(sample(event).value()),
        PATIENCE);
  }

  Series series(String name) throws InterruptedException {
    return sample(await(name, value -> true)).series();
  }

  /** The samples of the scrape that an event belongs to, by name and own labels. */
  Map<String, Double> scrape(Event of) {
    Map<String, Double> samples = new TreeMap<>();
    for (Event event : harness.recorded().events()) {
      if (event.timeNanos() == of.timeNanos()) {
        samples.put(key(sample(event).series()), sample(event).value());
      }
    }
    return samples;
  }

  static String key(Series series) {
    Map<String, Object> labels = new TreeMap<>(series.attributes().asMap());
    labels.keySet().removeAll(List.of("job", "instance"));
    return labels.isEmpty() ? series.name() : series.name() + labels;
  }

  List<Event> events() {
    return harness.recorded().events();
  }

  /** Waits until the status says this, wherever another target fails for a moment as well. */
  void awaitReason(String start, String part) throws InterruptedException {
    harness.await(
        () -> {
          String reason = harness.recorded().status().reason();
          return reason.startsWith(start) && reason.contains(part);
        },
        PATIENCE,
        "a status of '%s' that says '%s'".formatted(start, part));
  }

  Status awaitStatus(Status.Level level) throws InterruptedException {
    return harness.awaitStatus(level, PATIENCE);
  }

  SourceHarness harness() {
    return harness;
  }

  @Override
  public void close() throws InterruptedException {
    harness.close();
  }
}
