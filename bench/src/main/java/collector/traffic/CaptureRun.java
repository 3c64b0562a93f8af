package collector.traffic;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.Sample;
import monitor.api.sink.Sink;
import monitor.runtime.Monitor;
import monitor.runtime.SinkSpec;
import monitor.runtime.SourceSpec;

/**
 * The whole way of packets on an interface: ring, flows, journal, a sink that reads the metrics.
 * Prints packets, dropped packets and processor nanoseconds of the process at each line on standard
 * input. Arguments: folder, interface, bytes of the buffer.
 */
final class CaptureRun {
  private CaptureRun() {}

  /** Remembers the totals that the source tells. */
  private static final class Totals implements Sink {
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    @Override
    public Delivery deliver(Batch batch) {
      batch.forEach((sequence, event) -> note(event));
      return Outcome.ACCEPTED;
    }

    private void note(Event event) {
      if (event.payload() instanceof Sample sample) {
        String name = sample.series().name();
        if (name.equals("traffic.packets.dropped")) {
          dropped.set((long) sample.value());
        } else if (name.equals("traffic.packets")
            && "receive".equals(sample.series().attributes().get("network.io.direction"))) {
          packets.set((long) sample.value());
        }
      }
    }
  }

  public static void main(String[] args) throws Exception {
    FlowSettings flows =
        new FlowSettings(
            Duration.ofMinutes(1), 32_768, Duration.ofSeconds(30), Duration.ofMinutes(5), 10);
    CaptureSettings settings =
        new CaptureSettings(
            List.of(args[1]),
            "",
            2048,
            Long.parseLong(args[2]),
            false,
            0,
            10,
            new TrafficSettings(Duration.ofSeconds(1), flows, true, true));
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Totals totals = new Totals();
    Files.createDirectories(Path.of(args[0]));
    try (Monitor monitor = Monitor.builder(Path.of(args[0])).freeFloor(0).build();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      monitor.register(SinkSpec.essential("totals"), totals);
      monitor.register(
          SourceSpec.of(
              "traffic",
              Capabilities.of(Capability.NETWORK),
              Kind.FLOW,
              Kind.SAMPLE,
              DnsTracker.KIND,
              Talkers.KIND),
          new TrafficSource(settings));
      System.out.println("ready");
      while (in.readLine() != null) {
        System.out.println(
            totals.packets.get() + " " + totals.dropped.get() + " " + system.getProcessCpuTime());
      }
    }
  }
}
