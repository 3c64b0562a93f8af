package collector.metrics;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.api.sink.Sink;
import monitor.runtime.Monitor;
import monitor.runtime.SinkSpec;
import monitor.runtime.SourceSpec;
import monitor.testkit.TestConfiguration;

/**
 * Host metrics as they are by default → durable journal → counting sink, until it is ended. What it
 * costs is measured from outside, by {@code bench/host-metrics}. Argument: a folder for the
 * journal.
 */
public final class HostMetricsBench {
  private HostMetricsBench() {}

  /** Counts by the header. */
  private static final class CountingSink implements Sink {
    private final AtomicLong seen = new AtomicLong();

    @Override
    public Delivery deliver(Batch batch) {
      seen.addAndGet(batch.header().id().count());
      return Outcome.ACCEPTED;
    }
  }

  /** Runs until it is ended; says from time to time how many events came. */
  public static void main(String[] arguments) throws Exception {
    CountingSink sink = new CountingSink();
    try (Monitor monitor = Monitor.builder(Path.of(arguments[0])).freeFloor(0).build()) {
      monitor.register(SinkSpec.essential("count"), sink);
      register(monitor);
      while (true) {
        Thread.sleep(10_000);
        System.out.println("events: " + sink.seen.get());
      }
    }
  }

  /** Has this host sampled each second. */
  public static void register(Monitor monitor) {
    Capabilities offers =
        Capabilities.of(Capability.PERFORMANCE, Capability.PROCESS, Capability.SYSTEM_WIDE);
    monitor.register(
        SourceSpec.of("collector.metrics", offers, Kind.SAMPLE, Kind.PROCESS),
        new MetricsSource(TestConfiguration.of(MetricsConfiguration.class, Map.of())));
  }
}
