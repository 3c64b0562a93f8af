package monitor.runtime.batch;

import java.time.InstantSource;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Origin;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.EventStream;

/** Collects the events of one batch of one stream, again and again. Not thread safe. */
public final class BatchBuilder {
  /** Below this size compression costs more than it saves. */
  private static final int WORTH_COMPRESSING = 256;

  private final String agent;
  private final String stream;
  private final Kind kind;
  private final Origin origin;
  private final InstantSource clock;
  private final Compression compression;
  private ByteBlock block = new ByteBlock(1024);
  private EventWriter writer = new EventWriter(block);
  private int count;

  /** For batches of one stream. */
  public BatchBuilder(
      String agent,
      String stream,
      Kind kind,
      Origin origin,
      InstantSource clock,
      Compression compression) {
    this.agent = agent;
    this.stream = stream;
    this.kind = kind;
    this.origin = origin;
    this.clock = clock;
    this.compression = compression;
  }

  /** Number of events so far. */
  public int count() {
    return count;
  }

  /** Whether so many more events of so many bytes together still fit. */
  public boolean fits(int events, long bytes) {
    return count + events <= EventStream.MAX_EVENTS
        && (count == 0 || writer.size() + bytes <= EventStream.MAX_BYTES);
  }

  /** Appends an event whose time is known. */
  public void add(Event event) {
    writer.write(event);
    count++;
  }

  /** Ends the batch and begins the next one. */
  public SealedBatch seal(Epoch epoch, long firstSequence, Codec wanted) {
    writer.finish();
    int inflated = block.size();
    Codec codec = inflated < WORTH_COMPRESSING ? Codec.NONE : compression.usable(wanted);
    byte[] payload = compression.deflate(codec, block.array(), inflated);
    BatchId id = new BatchId(agent, epoch, stream, firstSequence, count);
    SealedBatch sealed = SealedBatch.of(header(id, codec, payload.length, inflated), payload);
    count = 0;
    block.reset();
    writer = new EventWriter(block);
    return sealed;
  }

  private BatchHeader header(BatchId id, Codec codec, int payloadBytes, int inflatedBytes) {
    return new BatchHeader(
        id, kind, origin, Nanos.of(clock.instant()), codec, payloadBytes, inflatedBytes, "", null);
  }

  /** A gap: these sequence numbers were given to events that were dropped for this reason. */
  public SealedBatch gap(Epoch epoch, long firstSequence, int dropped, String reason) {
    BatchId id = new BatchId(agent, epoch, stream, firstSequence, dropped);
    return SealedBatch.gap(id, kind, origin, Nanos.of(clock.instant()), reason);
  }
}
