package receiver.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import monitor.wire.Message;

/**
 * A message of one connection while its parts come. Memory is taken as bytes arrive, never as a
 * peer promises. Thread-safe, because the end may come on another thread.
 */
final class Arrival {
  private final Reception reception;
  private ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private boolean over;

  Arrival(Reception reception) {
    this.reception = reception;
  }

  /** What became of a part. */
  enum Taken {
    TAKEN,
    TOO_LONG,
    NO_ROOM
  }

  synchronized Taken add(ByteBuffer part) {
    int bytes = part.remaining();
    if (over) {
      return Taken.TAKEN;
    }
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
  synchronized ByteBuffer finish() {
    ByteBuffer message = ByteBuffer.wrap(parts.toByteArray());
    clear();
    return message;
  }

  /** No more is taken. */
  synchronized void end() {
    over = true;
    clear();
  }

  /** Gives the room back. */
  private void clear() {
    reception.release(parts.size());
    parts = new ByteArrayOutputStream();
  }
}
