package bench;

import bench.platform.Folders;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Series;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.api.sink.Sink;
import monitor.api.source.EventSource;
import monitor.runtime.Monitor;
import monitor.runtime.SinkSpec;
import monitor.runtime.SourceSpec;

/**
 * Events per second and per processor second through source → durable journal → counting sink.
 *
 * <p>Reference in the same run, in turn: one thread that encodes, compresses and hashes the same
 * events and appends them to a file with an fdatasync every 256 KiB. Arguments: events for each
 * round (default 2,000,000), rounds (default 5).
 */
public final class PipelineBench {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private PipelineBench() {}

  /** Shapes of load. */
  private enum Load {
    SAMPLES_SINGLY(Kind.SAMPLE, false, false),
    SAMPLES_IN_UNITS(Kind.SAMPLE, true, false),
    SAMPLES_DECODED(Kind.SAMPLE, true, true),
    LINES_IN_UNITS(Kind.LOG, true, false),
    LINES_DECODED(Kind.LOG, true, true);

    final Kind kind;
    final boolean units;
    final boolean decode;

    Load(Kind kind, boolean units, boolean decode) {
      this.kind = kind;
      this.units = units;
      this.decode = decode;
    }
  }

  /** One measured round. */
  record Round(double wallSeconds, double cpuSeconds) {
    static Round of(long startNanos, long startCpuNanos) {
      return new Round(
          (System.nanoTime() - startNanos) / 1e9,
          (SYSTEM.getProcessCpuTime() - startCpuNanos) / 1e9);
    }
  }

  static long cpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }

  /** Runs every load. */
  public static void main(String[] arguments) throws Exception {
    int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    System.out.printf(
        "%-18s %12s %16s %8s | %10s %6s%n",
        "load", "events/s", "events/cpu s", "cpu s/M", "plain", "ratio");
    for (Load load : Load.values()) {
      compare(load, events, rounds);
    }
  }

  private static void compare(Load load, int events, int rounds) throws Exception {
    PlainLog plain = new PlainLog(load.kind, load.kind.equals(Kind.LOG) ? lines() : samples());
    List<Round> ours = new ArrayList<>();
    List<Round> plainly = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      Round one = measure(load, events);
      Round two = plain.append(events);
      if (round > 0) {
        ours.add(one);
        plainly.add(two);
      }
    }
    Round median = median(ours);
    double cpu = median.cpuSeconds() * 1e6 / events;
    double plainCpu = median(plainly).cpuSeconds() * 1e6 / events;
    System.out.printf(
        "%-18s %,12.0f %,16.0f %8.3f | %10.3f %6.2f%n",
        load,
        events / median.wallSeconds(),
        events / median.cpuSeconds(),
        cpu,
        plainCpu,
        cpu / plainCpu);
  }

  private static Round median(List<Round> rounds) {
    return new Round(
        rounds.stream().map(Round::wallSeconds).sorted().toList().get(rounds.size() / 2),
        rounds.stream().map(Round::cpuSeconds).sorted().toList().get(rounds.size() / 2));
  }

  private static Round measure(Load load, int events) throws Exception {
    Path data = Files.createTempDirectory("pipeline-bench");
    try (Monitor monitor = Monitor.builder(data).eventBufferSize(10_000).freeFloor(0).build()) {
      CountingSink sink = new CountingSink(load.decode, events);
      monitor.register(SinkSpec.essential("count"), sink);
      CountDownLatch go = new CountDownLatch(1);
      SourceSpec spec = SourceSpec.of("load", Capabilities.of(Capability.PERFORMANCE), load.kind);
      monitor.register(spec, source(load, events, go));
      long cpu = cpuNanos();
      long start = System.nanoTime();
      go.countDown();
      sink.done.await();
      return Round.of(start, cpu);
    } finally {
      Folders.delete(data);
    }
  }

  private static EventSource source(Load load, int events, CountDownLatch go) {
    return context -> {
      go.await();
      List<Event> unit = load.kind.equals(Kind.LOG) ? lines() : samples();
      for (int sent = 0; sent < events; sent += unit.size()) {
        if (load.units) {
          context.stream(load.kind).emit(unit);
        } else {
          unit.forEach(context::emit);
        }
      }
      context.awaitStop();
    };
  }

  private static List<Event> samples() {
    List<Event> unit = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Series series =
          Series.gauge("system.cpu.utilization", "1").with("cpu.logical_number", i % 50);
      unit.add(series.sample(1_700_000_000_000_000_000L + i * 1_000L, i / 500.0));
    }
    return unit;
  }

  private static List<Event> lines() {
    List<Event> unit = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      String line =
          "2026-01-01T00:00:%02d.%03dZ INFO [worker-%d] request /api/v1/items/%d took %d ms"
              .formatted(i % 60, i, i % 8, i * 7919, i % 97);
      LogLine payload = new LogLine(Text.of(line), Severity.INFO, false);
      unit.add(Event.of(1_700_000_000_000_000_000L + i * 1_000L, payload));
    }
    return unit;
  }

  /** Counts events by the header, or by looking at each. */
  private static final class CountingSink implements Sink {
    final CountDownLatch done = new CountDownLatch(1);
    private final boolean decode;
    private final long expected;
    private final AtomicLong seen = new AtomicLong();

    CountingSink(boolean decode, long expected) {
      this.decode = decode;
      this.expected = expected;
    }

    @Override
    public Delivery deliver(Batch batch) {
      if (decode) {
        batch.forEach((sequence, event) -> seen.incrementAndGet());
      } else {
        seen.addAndGet(batch.header().id().count());
      }
      if (seen.get() >= expected) {
        done.countDown();
      }
      return Outcome.ACCEPTED;
    }
  }
}
