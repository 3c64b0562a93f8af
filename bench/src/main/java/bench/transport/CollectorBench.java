package bench.transport;

import bench.platform.Folders;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.api.sink.Sink;
import monitor.api.source.SourceProperties.Route;
import monitor.runtime.Monitor;
import monitor.runtime.SinkSpec;
import monitor.runtime.SourceSpec;
import monitor.runtime.batch.WholeBatch;
import monitor.testkit.TestConfiguration;
import receiver.websocket.WebSocketReceiver;

/**
 * A collector that receives, verifies, decodes and counts what two agents of another process send
 * on the loopback, without TLS: events a second, and a second of processor time of its process. In
 * turn with it one thread verifies, inflates and decodes the same bytes from memory.
 *
 * <p>Arguments: events of a round (default 4,000,000), rounds (default 5).
 */
public final class CollectorBench {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int[] BATCH_SIZES = {8_000, 500};

  private final int port;
  private final AtomicLong counted;
  private int named;

  private CollectorBench(int port, AtomicLong counted) {
    this.port = port;
    this.counted = counted;
  }

  /** What one round came to: by the wall clock, and by the processor time of this process. */
  private record Round(double eventsPerSecond, double eventsPerCpuSecond) {
    static Round of(int events, double wallSeconds, long cpuNanos) {
      return new Round(
          events / wallSeconds, events * 1e9 / (SYSTEM.getProcessCpuTime() - cpuNanos));
    }
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4_000_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    Path data = Folders.make("collector-bench");
    try (Monitor monitor =
        Monitor.builder(data.resolve("data")).agent("collector").freeFloor(0).build()) {
      AtomicLong counted = new AtomicLong();
      monitor.register(SinkSpec.essential("count"), new Counting(counted));
      CollectorBench bench = new CollectorBench(listen(monitor), counted);
      for (Kind kind : List.of(Kind.SAMPLE, Kind.LOG)) {
        for (int size : BATCH_SIZES) {
          bench.compare(kind, size, events, rounds);
        }
      }
      System.out.printf("counted %,d%n", counted.get());
    } finally {
      Folders.delete(data);
    }
  }

  /** The configuration of the receiver is not public. */
  private static int listen(Monitor monitor) throws Exception {
    Constructor<?> constructor = WebSocketReceiver.class.getConstructors()[0];
    Class<?> annotation = constructor.getParameterTypes()[1];
    WebSocketReceiver receiver =
        (WebSocketReceiver)
            constructor.newInstance(
                null, TestConfiguration.of(annotation, Map.of("listen", "127.0.0.1:0")));
    Capabilities custom = Capabilities.of(Capability.CUSTOM);
    monitor.register(
        SourceSpec.of("receiver.websocket", custom, Kind.LOG).withRoute(Route.DIRECT), receiver);
    while (receiver.port() <= 0) {
      Thread.sleep(50);
    }
    return receiver.port();
  }

  private void compare(Kind kind, int size, int events, int rounds) throws Exception {
    List<Round> ours = new ArrayList<>();
    List<Round> plainly = new ArrayList<>();
    List<ByteBuffer> batches = Batches.of("plain", kind, events / 4, size);
    for (int round = 0; round <= rounds; round++) {
      Round one = collect(kind, size, events);
      Round two = plain(batches, events / 4);
      if (round > 0) {
        ours.add(one);
        plainly.add(two);
      }
    }
    double collected = median(ours, true);
    double read = median(plainly, true);
    System.out.printf(
        "%-6s %,5d a batch: %,9.0f events/s, %,9.0f per cpu second; plain %,9.0f; ratio %.2f%n",
        kind, size, median(ours, false), collected, read, collected / read);
  }

  private Round collect(Kind kind, int size, int events) throws Exception {
    try (FloodProcess agents =
        FloodProcess.start(port, kind, events, size, "agent" + named++ + "-")) {
      long cpu = SYSTEM.getProcessCpuTime();
      return Round.of(events, agents.run(), cpu);
    }
  }

  private Round plain(List<ByteBuffer> batches, int events) throws IOException {
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    for (ByteBuffer batch : batches) {
      WholeBatch.read(batch.duplicate()).forEach((sequence, event) -> counted.incrementAndGet());
    }
    return Round.of(events, (System.nanoTime() - start) / 1e9, cpu);
  }

  private static double median(List<Round> rounds, boolean ofCpu) {
    return rounds.stream()
        .mapToDouble(round -> ofCpu ? round.eventsPerCpuSecond : round.eventsPerSecond)
        .sorted()
        .toArray()[rounds.size() / 2];
  }

  /** Looks at each event. */
  private record Counting(AtomicLong seen) implements Sink {
    @Override
    public Delivery deliver(Batch batch) {
      batch.forEach((sequence, event) -> seen.incrementAndGet());
      return Outcome.ACCEPTED;
    }
  }
}
