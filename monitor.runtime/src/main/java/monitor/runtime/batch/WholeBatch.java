package monitor.runtime.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.BatchId;
import monitor.runtime.batch.BatchHeaders.Decoded;

/**
 * Reads a batch that somebody else made, header and payload in one piece. What is promised is
 * checked before anything is inflated, and the hash before anything is believed.
 */
public final class WholeBatch {
  /** Longest header. */
  public static final int MOST_HEADER_BYTES = 64 << 10;

  private static final int MOST_NAME = 500;

  private WholeBatch() {}

  /**
   * Reads one; the bytes belong to it from now on.
   *
   * @throws IOException if it is damaged, or promises what no batch may
   */
  public static StoredBatch read(ByteBuffer bytes) throws IOException {
    ByteBuffer whole = inMemory(bytes);
    int from = whole.arrayOffset();
    int limit = from + Math.min(whole.remaining(), MOST_HEADER_BYTES);
    Decoded decoded = BatchHeaders.read(whole.array(), from, limit);
    BatchHeader header = decoded.header();
    ByteBuffer payload = whole.slice(decoded.bytes(), whole.remaining() - decoded.bytes());
    if (payload.remaining() != header.payloadBytes()) {
      throw new IOException(
          "its payload has %d bytes and its header promises %d"
              .formatted(payload.remaining(), header.payloadBytes()));
    }
    check(header);
    ByteBuffer head = whole.slice(0, decoded.bytes());
    if (!BatchHeaders.intact(head, payload)) {
      throw new IOException("it is not what was sealed: its SHA-256 is another one");
    }
    return new StoredBatch(header, head, List.of(), payload);
  }

  /** The same bytes from position 0 on, copied only where no array of Java holds them. */
  private static ByteBuffer inMemory(ByteBuffer bytes) {
    return bytes.hasArray()
        ? bytes.slice()
        : ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
  }

  private static void check(BatchHeader header) throws IOException {
    BatchId id = header.id();
    boolean gap = header.gap() != null;
    require(id.count() > 0, "it holds no sequence number");
    require(id.firstSequence() >= 0 && id.nextSequence() >= 0, "its numbers are out of range");
    require(id.epoch().ordinal() >= 0, "its epoch is out of range");
    require(header.inflatedBytes() >= 0, "its size when inflated is out of range");
    require(!gap || header.payloadBytes() == 0 && header.inflatedBytes() == 0, "a gap has bytes");
    name("agent", id.agent());
    name("epoch", id.epoch().random());
    name("stream", id.stream());
    name("host", header.origin().host());
    name("source", header.origin().source());
    require(id.stream().endsWith("/" + header.kind()), "its stream is not one of its kind");
  }

  private static void name(String what, String name) throws IOException {
    require(
        !name.isBlank() && name.length() <= MOST_NAME && name.indexOf('\0') < 0,
        "its " + what + " is no name");
  }

  private static void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new IOException(otherwise);
    }
  }
}
