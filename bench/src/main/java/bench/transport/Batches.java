package bench.transport;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Origin;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Series;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.runtime.batch.BatchBuilder;
import monitor.runtime.batch.Compression;
import monitor.runtime.batch.SealedBatch;

/** Batches as agents make them, zstd: host metrics of 400 series, or log lines that differ. */
final class Batches {
  private static final int SERIES = 400;
  private static final long TIME = 1_790_000_000_000_000_000L;
  private static final long STEP_NANOS = 1_000_000L;

  private Batches() {}

  /** The batches of one agent, each in one piece, header first; the last may be smaller. */
  static List<ByteBuffer> of(String agent, Kind kind, int events, int eventsPerBatch) {
    Origin origin = new Origin(agent, "bench", Map.of());
    BatchBuilder builder =
        new BatchBuilder(
            agent, "bench/" + kind, kind, origin, InstantSource.system(), new Compression());
    Epoch epoch = new Epoch(1, "0123456789abcdef");
    List<Series> series = series();
    SplittableRandom random = new SplittableRandom(agent.hashCode());
    List<ByteBuffer> made = new ArrayList<>();
    for (int first = 0; first < events; first += eventsPerBatch) {
      for (int i = first; i < Math.min(events, first + eventsPerBatch); i++) {
        builder.add(kind.equals(Kind.LOG) ? line(i, random) : sample(i, series, random));
      }
      made.add(whole(builder.seal(epoch, first, Codec.ZSTD)));
    }
    return made;
  }

  private static ByteBuffer whole(SealedBatch sealed) {
    byte[] head = sealed.encoded();
    byte[] payload = sealed.payload();
    return ByteBuffer.allocate(head.length + payload.length).put(head).put(payload).flip();
  }

  private static List<Series> series() {
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < SERIES; i++) {
      series.add(
          Series.gauge("system.metric" + i % 40, "By")
              .with("device", "dev" + i)
              .with("direction", i % 2 == 0 ? "read" : "write"));
    }
    return series;
  }

  private static Event sample(int i, List<Series> series, SplittableRandom random) {
    return series.get(i % SERIES).sample(TIME + i * STEP_NANOS, random.nextInt(1000) / 8.0);
  }

  private static Event line(int i, SplittableRandom random) {
    String text =
        "Nov 21 01:11:43 web%d nginx[%d]: 10.0.%d.%d \"GET /items/%d HTTP/1.1\" 200 %d"
            .formatted(
                i % 9, 1000 + i % 77, i % 256, i % 199, random.nextInt(), random.nextInt(9999));
    return Event.of(TIME + i * STEP_NANOS, new LogLine(Text.of(text), Severity.INFO, false));
  }
}
