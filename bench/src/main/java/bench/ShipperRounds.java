package bench;

import bench.platform.Folders;
import collector.logs.LogFileSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Scanner;
import java.util.concurrent.locks.LockSupport;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.sink.Sink;
import monitor.runtime.Monitor;
import monitor.runtime.SinkSpec;
import monitor.runtime.SourceSpec;

/**
 * Our part of {@code bench/log-shippers}, one process for all rounds, so that the compiler is warm
 * as it is in a service. Each line of standard input is a round, and answered by a line:
 *
 * <ul>
 *   <li>{@code read PATTERN LINES journal}: all files through the durable journal to a sink that
 *       counts by the header;
 *   <li>{@code read PATTERN LINES OUT}: to a sink that decodes and writes every line into a file;
 *   <li>{@code follow PATTERN OUT}: the same, until the next line comes.
 * </ul>
 */
public final class ShipperRounds {
  private static final int FILE_BUFFER = 256 << 10;

  private ShipperRounds() {}

  /** Does what it is told. */
  public static void main(String[] arguments) throws Exception {
    Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
    while (commands.hasNext()) {
      switch (commands.next()) {
        case "read" -> read(commands.next(), commands.nextLong(), commands.next());
        case "follow" -> follow(commands.next(), commands.next(), commands);
        default -> throw new IllegalArgumentException("a command is 'read' or 'follow'");
      }
    }
  }

  private static void read(String pattern, long lines, String out) throws Exception {
    Path data = Files.createTempDirectory("shipper-rounds");
    try (LineSink sink = LineSink.to(out);
        Monitor monitor = monitor(data, sink)) {
      long cpu = PipelineBench.cpuNanos();
      long begin = System.nanoTime();
      register(monitor, pattern);
      while (sink.lines < lines) {
        LockSupport.parkNanos(50_000);
      }
      PipelineBench.Round round = PipelineBench.Round.of(begin, cpu);
      System.out.printf(
          Locale.ROOT,
          "%.0f %.3f%n",
          lines / round.wallSeconds(),
          round.cpuSeconds() * 1e6 / lines);
    } finally {
      Folders.delete(data);
    }
  }

  private static void follow(String pattern, String out, Scanner commands) throws Exception {
    Path data = Files.createTempDirectory("shipper-rounds");
    try (LineSink sink = LineSink.to(out);
        Monitor monitor = monitor(data, sink)) {
      register(monitor, pattern);
      System.out.println("follows");
      // Waits for the next line, or for the end of them.
      boolean _ = commands.hasNext();
    } finally {
      Folders.delete(data);
    }
  }

  private static Monitor monitor(Path data, Sink sink) throws IOException {
    Monitor monitor = Monitor.builder(data).eventBufferSize(10_000).freeFloor(0).build();
    monitor.register(SinkSpec.essential("lines"), sink);
    return monitor;
  }

  private static void register(Monitor monitor, String pattern) {
    SourceSpec spec = SourceSpec.of("logs", Capabilities.of(Capability.LOGS), Kind.LOG);
    monitor.register(spec, LogFileSource.reading(pattern));
  }

  /** Counts lines, or writes them as well. */
  private static final class LineSink implements Sink, AutoCloseable {
    private final OutputStream out;
    private final boolean counting;
    private volatile long lines;

    private LineSink(OutputStream out, boolean counting) {
      this.out = out;
      this.counting = counting;
    }

    static LineSink to(String out) throws IOException {
      return out.equals("journal")
          ? new LineSink(OutputStream.nullOutputStream(), true)
          : new LineSink(
              new BufferedOutputStream(Files.newOutputStream(Path.of(out)), FILE_BUFFER), false);
    }

    @Override
    public Delivery deliver(Batch batch) throws IOException {
      if (!counting) {
        batch.forEach((sequence, event) -> write(event));
        out.flush();
      }
      lines = lines + batch.header().id().count();
      return Outcome.ACCEPTED;
    }

    private void write(Event event) {
      try {
        out.write(((LogLine) event.payload()).body().toByteArray());
        out.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
