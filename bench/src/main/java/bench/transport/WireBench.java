package bench.transport;

import bench.platform.Folders;
import collector.metrics.HostMetricsBench;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Origin;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Sample;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.api.sink.Sink;
import monitor.runtime.Monitor;
import monitor.runtime.SinkSpec;
import monitor.runtime.batch.BatchBuilder;
import monitor.runtime.batch.Compression;
import monitor.runtime.batch.SealedBatch;

/**
 * Bytes on the wire for each event, header and hash included, by codec and size of batch, beside
 * the same events as JSON lines: the lines of given files, and the metrics of this host, sampled
 * each second.
 *
 * <p>Arguments: seconds to sample (default 60), files with lines.
 */
public final class WireBench {
  private static final int[] BATCH_SIZES = {100, 1_000, 8_000};
  private static final int MOST_LINES = 400_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private WireBench() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    for (int i = 1; i < arguments.length; i++) {
      Path file = Path.of(arguments[i]);
      compare(file.getFileName().toString(), Kind.LOG, lines(file));
    }
    compare("metrics of this host", Kind.SAMPLE, samples(seconds));
  }

  private static List<Event> lines(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    long time = 1_790_000_000_000_000_000L;
    for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      if (!line.isEmpty() && events.size() < MOST_LINES) {
        time += 1_000_000L + line.hashCode() % 1_000;
        events.add(Event.of(time, new LogLine(Text.of(line), Severity.INFO, false)));
      }
    }
    return events;
  }

  /** Those of some seconds; prints how many bytes they were as the agent sealed them. */
  private static List<Event> samples(int seconds) throws Exception {
    Path data = Files.createTempDirectory("wire-bench");
    Gathering sink = new Gathering();
    try (Monitor monitor = Monitor.builder(data).freeFloor(0).build()) {
      monitor.register(SinkSpec.essential("gather"), sink);
      HostMetricsBench.register(monitor);
      Thread.sleep(seconds * 1_000L);
    } finally {
      Folders.delete(data);
    }
    System.out.printf(
        "metrics of this host as an agent seals them each second, zstd: %.1f bytes an event%n",
        (double) sink.bytes / sink.events.size());
    return sink.events;
  }

  private static final class Gathering implements Sink {
    private final List<Event> events = new ArrayList<>();
    private long bytes;

    @Override
    public Delivery deliver(Batch batch) {
      if (batch.header().kind().equals(Kind.SAMPLE)) {
        bytes += batch.head().remaining() + batch.payload().remaining();
        batch.forEach((sequence, event) -> events.add(event));
      }
      return Outcome.ACCEPTED;
    }
  }

  private static void compare(String what, Kind kind, List<Event> events) throws IOException {
    double json = 0;
    for (Event event : events) {
      json += JSON.writeValueAsBytes(json(event)).length + 1;
    }
    json /= events.size();
    System.out.printf("%s: %,d events, as JSON lines %.1f bytes each%n", what, events.size(), json);
    for (Codec codec : Codec.values()) {
      for (int size : BATCH_SIZES) {
        double bytes = bytes(kind, events, codec, size);
        System.out.printf(
            "  %-6s %,5d a batch: %5.1f bytes an event, %.1f %% smaller%n",
            codec, size, bytes, (1 - bytes / json) * 100);
      }
    }
  }

  private static Map<String, Object> json(Event event) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("time", Instant.ofEpochSecond(0, event.timeNanos()).toString());
    map.put("host", "host.example.org");
    switch (event.payload()) {
      case LogLine line -> {
        map.put("source", "collector.logs~app");
        map.put("severity", line.severity().toString());
        map.put("body", line.body().toString());
      }
      case Sample sample -> {
        map.put("name", sample.series().name());
        map.put("unit", sample.series().unit());
        map.put("attributes", sample.series().attributes().asMap());
        map.put("value", sample.value());
      }
      default -> throw new IllegalArgumentException(event.toString());
    }
    return map;
  }

  private static double bytes(Kind kind, List<Event> events, Codec codec, int size) {
    Origin origin = new Origin("host.example.org", "bench", Map.of());
    BatchBuilder builder =
        new BatchBuilder(
            "host.example.org",
            "bench/" + kind,
            kind,
            origin,
            InstantSource.system(),
            new Compression());
    long bytes = 0;
    long first = 0;
    int count = 0;
    for (Event event : events) {
      if (builder.count() == size || !builder.fits(1, 4_096)) {
        bytes += length(builder, first, codec);
        first = count;
      }
      builder.add(event);
      count++;
    }
    bytes += length(builder, first, codec);
    return (double) bytes / events.size();
  }

  private static long length(BatchBuilder builder, long first, Codec codec) {
    SealedBatch sealed = builder.seal(new Epoch(1, "0123456789abcdef"), first, codec);
    return sealed.encoded().length + sealed.payload().length;
  }
}
