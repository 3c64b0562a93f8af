package monitor.runtime.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.EventVisitor;
import monitor.api.delivery.Hop;

/** A batch as it lies in the journal or came over the wire. Safe for many threads. */
public final class StoredBatch implements Batch {
  private final BatchHeader header;
  private final List<Hop> hops;
  private final ByteBuffer payload;

  /** With a payload that does not change. */
  public StoredBatch(BatchHeader header, List<Hop> hops, ByteBuffer payload) {
    this.header = header;
    this.hops = List.copyOf(hops);
    this.payload = payload.asReadOnlyBuffer();
  }

  @Override
  public BatchHeader header() {
    return header;
  }

  @Override
  public List<Hop> hops() {
    return hops;
  }

  @Override
  public ByteBuffer payload() {
    return payload.duplicate();
  }

  @Override
  public void forEach(EventVisitor visitor) {
    if (header.gap() != null) {
      return;
    }
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    try {
      byte[] inflated = Compression.inflate(header.codec(), bytes, header.inflatedBytes());
      new EventReader(header.kind(), inflated, inflated.length)
          .forEach(header.id().firstSequence(), header.id().count(), visitor);
    } catch (IOException e) {
      throw new IllegalStateException("batch " + header.id() + ": " + e.getMessage(), e);
    }
  }
}
