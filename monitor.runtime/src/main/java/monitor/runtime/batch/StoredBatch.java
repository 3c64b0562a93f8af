package monitor.runtime.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.EventVisitor;
import monitor.api.delivery.Hop;

/** A batch as it lies in the journal or came over the wire. Safe for many threads. */
public final class StoredBatch implements Batch {
  private final BatchHeader header;
  private final ByteBuffer head;
  private final List<Hop> hops;
  private final ByteBuffer payload;

  /** With bytes that do not change. */
  public StoredBatch(BatchHeader header, ByteBuffer head, List<Hop> hops, ByteBuffer payload) {
    this.header = header;
    this.head = head.asReadOnlyBuffer();
    this.hops = List.copyOf(hops);
    this.payload = payload.asReadOnlyBuffer();
  }

  /** Of this host. */
  public static StoredBatch of(SealedBatch sealed) {
    return new StoredBatch(
        sealed.header(),
        ByteBuffer.wrap(sealed.encoded()),
        List.of(),
        ByteBuffer.wrap(sealed.payload()));
  }

  /** A gap that has no bytes of its own anywhere. */
  public static StoredBatch gap(BatchHeader header) {
    byte[] nothing = new byte[0];
    ByteBuffer head = ByteBuffer.wrap(BatchHeaders.encode(header, nothing));
    return new StoredBatch(header, head, List.of(), ByteBuffer.wrap(nothing));
  }

  /** The same, after it came through one more collector. */
  public StoredBatch through(Hop hop) {
    List<Hop> all = new ArrayList<>(hops);
    all.add(hop);
    return new StoredBatch(header, head, all, payload);
  }

  /** Bytes of header and payload. */
  public int bytes() {
    return head.remaining() + payload.remaining();
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
  public ByteBuffer head() {
    return head.duplicate();
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
