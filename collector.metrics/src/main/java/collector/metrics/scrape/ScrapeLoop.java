package collector.metrics.scrape;

import collector.metrics.exposition.ExpositionReader;
import collector.metrics.scrape.KnownSeries.Counts;
import collector.metrics.scrape.KnownSeries.Timed;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.event.Attributes;
import monitor.api.event.Kind;
import monitor.api.event.Series;
import monitor.api.source.SourceContext;
import monitor.api.status.Conditions;
import org.jspecify.annotations.Nullable;

/**
 * The scrapes of one target, one after the other on one virtual thread, so that there are never two
 * at once: one that takes longer than the interval makes the next ones be skipped.
 */
final class ScrapeLoop implements Runnable {
  private static final int OWN_BYTES = 4 << 10;

  private final SourceContext context;
  private final ScrapeSettings settings;
  private final ScrapeTarget target;
  private final Fetcher fetcher;
  private final Conditions conditions;
  private final Duration phase;
  private final Attributes own;
  private final KnownSeries known;

  /**
   * A loop for one target.
   *
   * @param phase how long after its start the first scrape begins, which spreads the targets
   */
  ScrapeLoop(
      SourceContext context,
      ScrapeSettings settings,
      ScrapeTarget target,
      Fetcher fetcher,
      Conditions conditions,
      Duration phase) {
    this.context = context;
    this.settings = settings;
    this.target = target;
    this.fetcher = fetcher;
    this.conditions = conditions;
    this.phase = phase;
    Map<String, String> labels = labels();
    this.own = Attributes.of(labels);
    this.known = new KnownSeries(settings, labels);
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    if (!isHere(ScrapeTarget.host(target.uri()))) {
      labels.put("host.name", ScrapeTarget.host(target.uri()));
    }
    labels.put("job", context.name().replaceFirst("^.*~", ""));
    labels.put("instance", target.instance());
    labels.putAll(settings.labels());
    labels.putAll(target.labels());
    return labels;
  }

  /** What this host shows of itself belongs to it, by whatever name that goes. */
  private static boolean isHere(String host) {
    try {
      return host.equalsIgnoreCase("localhost")
          || (Names.isLiteral(host) && InetAddress.ofLiteral(host).isLoopbackAddress());
    } catch (IllegalArgumentException e) {
      return false; // no address; each scrape says so
    }
  }

  @Override
  public void run() {
    try {
      scrapes();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      return; // the context says that the run is over
    }
  }

  private void scrapes() throws InterruptedException {
    long interval = settings.interval().toNanos();
    long start = System.nanoTime() + phase.toNanos();
    for (long done = 0; !context.stopping(); ) {
      sleepUntil(start + done * interval);
      scrape();
      done = Math.max(done, (System.nanoTime() - start) / interval) + 1;
    }
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }

  private void scrape() throws InterruptedException {
    long begin = System.nanoTime();
    Instant now = context.clock().instant();
    long time = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    known.begin(time);
    long[] bytes = new long[1];
    String problem = problem(bytes);
    Counts counts = problem == null ? known.end() : known.fail();
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (context.stopping() || Thread.interrupted()) {
      throw new InterruptedException(); // its own end says nothing of the target
    }
    List<Timed> all = new ArrayList<>(known.samples());
    addOwn(all, time, problem == null, seconds, bytes[0], counts);
    long giveUp = System.nanoTime() + settings.interval().toNanos();
    new Emission(context.stream(Kind.SAMPLE), giveUp).emit(all);
    conditions.set(target.toString(), problem);
  }

  private @Nullable String problem(long[] bytes) throws InterruptedException {
    try {
      bytes[0] =
          fetcher.fetch(
              target.uri(),
              (format, body) ->
                  new ExpositionReader(format, settings.limits(), body).read(known::take));
      return null;
    } catch (IOException e) {
      return e.getMessage();
    } catch (RuntimeException e) {
      return "an error of ours: " + e;
    }
  }

  /** What Prometheus says of each scrape, by the same names, and what it does not say. */
  private void addOwn(
      List<Timed> to, long time, boolean up, double seconds, long bytes, Counts counts) {
    add(to, time, "up", "1", up ? 1 : 0);
    add(to, time, "scrape_duration_seconds", "s", seconds);
    add(to, time, "scrape_body_size_bytes", "By", bytes);
    add(to, time, "scrape_samples_scraped", "1", counts.scraped());
    add(to, time, "scrape_samples_post_metric_relabeling", "1", counts.kept());
    add(to, time, "scrape_series_added", "1", counts.added());
    add(to, time, "scrape_series_removed", "1", counts.removed());
    add(to, time, "scrape_samples_duplicate", "1", counts.duplicates());
    add(to, time, "scrape_samples_untimely", "1", counts.untimely());
  }

  private void add(List<Timed> to, long time, String name, String unit, double value) {
    to.add(new Timed(Series.gauge(name, unit).with(own).sample(time, value), OWN_BYTES));
  }
}
