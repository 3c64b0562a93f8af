package bench;

import bench.platform.Folders;
import collector.logs.LogFileSource;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
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

/**
 * Log files → durable journal → counting sink: lines per second and processor seconds per million
 * lines for one file and for 200, beside a plain scan of the same bytes; then processor use at
 * 10,000 lines a second, the time from an append to its delivery, and processor use with 10,000
 * idle files.
 *
 * <p>Arguments: lines for each round (default 2,000,000), rounds (default 3).
 */
public final class LogFileBench {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int PACE = 10_000;
  private static final int PROBES = 400;
  private static final int IDLE_FILES = 10_000;

  private LogFileBench() {}

  /** Counts by the header, and knows when the last batch came. */
  private static final class CountingSink implements Sink {
    final AtomicLong seen = new AtomicLong();

    @Override
    public Delivery deliver(Batch batch) {
      seen.addAndGet(batch.header().id().count());
      return Outcome.ACCEPTED;
    }

    void await(long count) {
      while (seen.get() < count) {
        LockSupport.parkNanos(50_000);
      }
    }
  }

  /** Runs everything. */
  public static void main(String[] arguments) throws Exception {
    int lines = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    for (int round = 0; round <= rounds; round++) {
      catchUp("one file", 1, lines);
      catchUp("200 files", 200, lines);
    }
    follow();
    idle();
  }

  /** Files to which nobody writes, after all of them were read. */
  private static void idle() throws Exception {
    Path folder = Files.createTempDirectory("log-file-bench");
    for (int file = 0; file < IDLE_FILES; file++) {
      write(folder.resolve(file + ".log"), 1);
    }
    try (Monitor monitor = monitor(folder)) {
      CountingSink sink = new CountingSink();
      monitor.register(SinkSpec.essential("count"), sink);
      register(monitor, folder);
      sink.await(IDLE_FILES);
      LockSupport.parkNanos(5_000_000_000L);
      long cpu = SYSTEM.getProcessCpuTime();
      long begin = System.nanoTime();
      LockSupport.parkNanos(60_000_000_000L);
      double used = SYSTEM.getProcessCpuTime() - cpu;
      System.out.printf(
          "%,d idle files: %.2f %% of a core%n",
          IDLE_FILES, used * 100 / (System.nanoTime() - begin));
    } finally {
      Folders.delete(folder);
    }
  }

  private static void catchUp(String name, int files, int lines) throws Exception {
    Path folder = Files.createTempDirectory("log-file-bench");
    for (int file = 0; file < files; file++) {
      write(folder.resolve(file + ".log"), lines / files);
    }
    double scan = scan(folder);
    try (Monitor monitor = monitor(folder)) {
      CountingSink sink = new CountingSink();
      monitor.register(SinkSpec.essential("count"), sink);
      long cpu = SYSTEM.getProcessCpuTime();
      long begin = System.nanoTime();
      register(monitor, folder);
      sink.await(lines / files * (long) files);
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
      System.out.printf(
          "%-10s %,10.0f lines/s  %.3f cpu s/M  (plain scan %.3f)%n",
          name, lines / seconds, cpuSeconds * 1e6 / lines, scan * 1e6 / lines);
    } finally {
      Folders.delete(folder);
    }
  }

  /** One write for each line at an even pace, then single lines with pauses. */
  private static void follow() throws Exception {
    Path folder = Files.createTempDirectory("log-file-bench");
    try (Monitor monitor = monitor(folder);
        OutputStream out =
            Files.newOutputStream(folder.resolve("a.log"), StandardOpenOption.CREATE_NEW)) {
      CountingSink sink = new CountingSink();
      monitor.register(SinkSpec.essential("count"), sink);
      register(monitor, folder);
      paced(out, sink, 3);
      long cpu = SYSTEM.getProcessCpuTime() - paced(out, sink, 0);
      long writing = paced(out, sink, 10);
      double used = SYSTEM.getProcessCpuTime() - cpu - writing;
      System.out.printf("10,000 lines/s: %.1f %% of a core (the writer left out)%n", used / 1e8);
      latencies(out, sink);
    } finally {
      Folders.delete(folder);
    }
  }

  /** Processor time of the writing thread itself, in nanoseconds. */
  private static long paced(OutputStream out, CountingSink sink, int seconds) throws IOException {
    long own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    long count = sink.seen.get();
    for (int i = 0; i < seconds * PACE; i++) {
      out.write(line(i));
      while (System.nanoTime() - begin < i * (1_000_000_000L / PACE)) {
        LockSupport.parkNanos(50_000);
      }
    }
    sink.await(count + (long) seconds * PACE);
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - own;
  }

  private static void latencies(OutputStream out, CountingSink sink) throws IOException {
    long[] nanos = new long[PROBES];
    for (int i = 0; i < PROBES; i++) {
      LockSupport.parkNanos(10_000_000L + i % 7 * 1_000_000L);
      long count = sink.seen.get();
      long begin = System.nanoTime();
      out.write(line(i));
      while (sink.seen.get() <= count) {
        Thread.onSpinWait();
      }
      nanos[i] = System.nanoTime() - begin;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "append to delivery: p50 %.2f ms, p99 %.2f ms%n",
        nanos[PROBES / 2] / 1e6, nanos[PROBES * 99 / 100] / 1e6);
  }

  private static Monitor monitor(Path folder) throws IOException {
    return Monitor.builder(folder.resolve("data")).eventBufferSize(10_000).freeFloor(0).build();
  }

  private static void register(Monitor monitor, Path folder) {
    SourceSpec spec = SourceSpec.of("logs", Capabilities.of(Capability.LOGS), Kind.LOG);
    monitor.register(spec, LogFileSource.reading(folder + "/*.log"));
  }

  private static void write(Path file, int lines) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < lines; i++) {
        out.write(line(i));
      }
    }
  }

  private static byte[] line(int i) {
    return "2026-01-01T00:00:%02d.%03dZ INFO [worker-%d] request /api/v1/items/%d took %d ms\n"
        .formatted(i / 1000 % 60, i % 1000, i % 8, i * 7919L, i % 97)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Processor seconds to read the files and to find their line ends. */
  private static double scan(Path folder) throws IOException {
    long cpu = SYSTEM.getProcessCpuTime();
    byte[] block = new byte[64 << 10];
    long ends = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        ends += lineEnds(file, block);
      }
    }
    return ends == 0 ? 0 : (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
  }

  private static long lineEnds(Path file, byte[] block) throws IOException {
    long ends = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        for (int i = 0; i < read; i++) {
          ends += block[i] == '\n' ? 1 : 0;
        }
      }
    }
    return ends;
  }
}
