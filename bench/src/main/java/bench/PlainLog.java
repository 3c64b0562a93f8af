package bench;

import bench.platform.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Origin;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.runtime.batch.BatchBuilder;
import monitor.runtime.batch.Compression;
import monitor.runtime.batch.SealedBatch;

/** The least that a durable log of these events can cost: one thread, one file, group commits. */
final class PlainLog {
  private static final int GROUP_BYTES = 256 << 10;
  private static final Epoch EPOCH = new Epoch(1, "0123456789abcdef");

  private final Kind kind;
  private final List<Event> unit;

  PlainLog(Kind kind, List<Event> unit) {
    this.kind = kind;
    this.unit = unit;
  }

  /** Encodes, compresses and hashes full batches, and appends them. */
  PipelineBench.Round append(int events) throws IOException {
    Path folder = Files.createTempDirectory("plain-log");
    BatchBuilder builder = builder();
    long cpu = PipelineBench.cpuNanos();
    long start = System.nanoTime();
    try (Log log = new Log(folder.resolve("log"))) {
      for (int sequence = 0; sequence < events; ) {
        SealedBatch batch = seal(builder, sequence, events);
        sequence += batch.header().id().count();
        log.append(batch.encoded());
        log.append(batch.payload());
      }
      log.commit();
      return PipelineBench.Round.of(start, cpu);
    } finally {
      Folders.delete(folder);
    }
  }

  private BatchBuilder builder() {
    Origin origin = new Origin("host", "bench", Map.of());
    return new BatchBuilder(
        "agent", "bench/" + kind, kind, origin, InstantSource.system(), new Compression());
  }

  private SealedBatch seal(BatchBuilder builder, int sequence, int events) {
    int most = Math.min(8_000, events - sequence);
    while (builder.count() < most && builder.fits(unit.size(), 200L * unit.size())) {
      unit.forEach(builder::add);
    }
    return builder.seal(EPOCH, sequence, Codec.ZSTD);
  }

  /** A file that is written and synchronised in groups. */
  private static final class Log implements AutoCloseable {
    private final FileChannel channel;
    private final ByteBuffer group = ByteBuffer.allocateDirect(2 * GROUP_BYTES);

    Log(Path file) throws IOException {
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void append(byte[] bytes) throws IOException {
      for (int from = 0; from < bytes.length; ) {
        int length = Math.min(bytes.length - from, group.remaining());
        group.put(bytes, from, length);
        from += length;
        if (group.position() >= GROUP_BYTES) {
          commit();
        }
      }
    }

    void commit() throws IOException {
      group.flip();
      while (group.hasRemaining()) {
        channel.write(group);
      }
      channel.force(false);
      group.clear();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
