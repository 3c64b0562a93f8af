package receiver.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import monitor.wire.Message;

/**
 * A message of one connection while its parts come. Memory is taken as bytes arrive, never as a
 * peer promises. One thread at a time.
 */
final class Arrival {
  private final Reception reception;
  private ByteArrayOutputStream parts = new ByteArrayOutputStream();

  Arrival(Reception reception) {
    this.reception = reception;
  }

  /** What became of a part. */
  enum Taken {
    TAKEN,
    TOO_LONG,
    NO_ROOM
  }

  Taken add(ByteBuffer part) {
    int bytes = part.remaining();
    if (parts.size() + bytes > Message.MOST_BATCH_BYTES + 1) {
      return Taken.TOO_LONG;
    }
    if (!reception.reserve(bytes)) {
      return Taken.NO_ROOM;
    }
    byte[] copy = new byte[bytes];
    part.get(copy);
    parts.writeBytes(copy);
    return Taken.TAKEN;
  }

  /** The message is complete; the next one begins. */
  ByteBuffer finish() {
    ByteBuffer message = ByteBuffer.wrap(parts.toByteArray());
    clear();
    return message;
  }

  /** Gives the room back. */
  void clear() {
    reception.release(parts.size());
    parts = new ByteArrayOutputStream();
  }
}
