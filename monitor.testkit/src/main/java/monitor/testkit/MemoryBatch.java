package monitor.testkit;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.EventVisitor;
import monitor.api.delivery.Hop;
import monitor.api.event.Event;

/** A batch that still has its events as objects. */
final class MemoryBatch implements Batch {
  private final BatchHeader header;
  private final List<Hop> hops;
  private final byte[] payload;
  private final List<Event> events;

  MemoryBatch(BatchHeader header, List<Hop> hops, byte[] payload, List<Event> events) {
    this.header = header;
    this.hops = List.copyOf(hops);
    this.payload = payload;
    this.events = List.copyOf(events);
  }

  @Override
  public BatchHeader header() {
    return header;
  }

  @Override
  public List<Hop> hops() {
    return hops;
  }

  /** The hash alone: what follows it, only the runtime can write. */
  @Override
  public ByteBuffer head() {
    byte[] hash = HexFormat.of().parseHex(header.sha256());
    return ByteBuffer.wrap(hash).asReadOnlyBuffer();
  }

  @Override
  public ByteBuffer payload() {
    return ByteBuffer.wrap(payload).asReadOnlyBuffer();
  }

  @Override
  public void forEach(EventVisitor visitor) {
    long sequence = header.id().firstSequence();
    for (Event event : events) {
      visitor.visit(sequence++, event);
    }
  }

  @Override
  public String toString() {
    return header.id().toString();
  }
}
