package collector.metrics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import monitor.testkit.SourceHarness;
import monitor.testkit.TestConfiguration;

/**
 * Measures what one-second sampling of this host costs: run it with the number of seconds, and
 * perhaps of those to warm up. It samples on a real thread into memory, and prints the CPU time of
 * that thread and of the whole process as a share of one processor, and the cost of a look at the
 * processes.
 */
final class SamplingCost {
  private static final int LOOKS = 200;

  private SamplingCost() {}

  /** Seconds to measure (60), seconds to warm up (20). */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    int warmUp = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    MetricsSource source =
        new MetricsSource(TestConfiguration.of(MetricsConfiguration.class, Map.of()));
    try (SourceHarness harness = SourceHarness.of(source).named("collector.metrics").start()) {
      TimeUnit.SECONDS.sleep(warmUp);
      measure(harness, seconds);
      harness.stop(Duration.ofSeconds(1));
    }
    measureLooks();
  }

  /** What a look at the processes takes for each of them. */
  private static void measureLooks() throws IOException {
    HostFiles host = new HostFiles(Path.of("/"));
    ProcessReader reader = new ProcessReader(new Scan(), host, true, KernelUnits.ofThisMachine());
    ProcessMeter meter = new ProcessMeter(reader, 20, true, System::nanoTime);
    long nanos = 0;
    long processes = 0;
    for (int look = 0; look < 2 * LOOKS; look++) {
      long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      meter.measure(new Round(1));
      if (look >= LOOKS) {
        nanos += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
        processes += reader.numbers().length;
      }
    }
    System.out.printf(
        "%d processes, %.1f us each in a look%n", processes / LOOKS, nanos / 1e3 / processes);
  }

  private static void measure(SourceHarness harness, int seconds) throws InterruptedException {
    long thread = cpuNanos(harness);
    long process = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    int events = harness.recorded().events().size();
    TimeUnit.SECONDS.sleep(seconds);
    System.out.printf(
        "sampling thread %.3f %%, whole process %.3f %% of one processor, %.0f events/s%n",
        100.0 * (cpuNanos(harness) - thread) / (seconds * 1e9),
        100.0
            * (ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() - process)
            / (seconds * 1e9),
        (double) (harness.recorded().events().size() - events) / seconds);
  }

  private static long cpuNanos(SourceHarness harness) {
    return harness.threads().stream()
        .mapToLong(
            thread -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId()))
        .sum();
  }
}
