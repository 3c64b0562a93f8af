package monitor.testkit;

import java.nio.ByteBuffer;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.Hop;

/**
 * A batch that a source passed on.
 *
 * @param header as it was given
 * @param payload a copy of the bytes
 * @param received the hop that was added
 */
public record Forwarded(BatchHeader header, ByteBuffer payload, Hop received) {
  /** Copies the bytes. */
  public Forwarded {
    ByteBuffer copy = ByteBuffer.allocate(payload.remaining());
    copy.put(payload.duplicate()).flip();
    payload = copy.asReadOnlyBuffer();
  }
}
