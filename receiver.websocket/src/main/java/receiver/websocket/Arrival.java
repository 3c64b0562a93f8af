package receiver.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message of one connection while its parts come. Memory is taken as bytes arrive, never as a
 * peer promises. Thread-safe, because the end may come on another thread.
 */
final class Arrival {
  private final Reception reception;
  private ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private boolean over;

  /** When the message began that is not complete; the first one begins with the connection. */
  private @Nullable Long begunNanos = System.nanoTime();

  Arrival(Reception reception) {
    this.reception = reception;
  }

  /** What became of a part. */
  enum Taken {
    TAKEN,
    TOO_LONG,
    NO_ROOM
  }

  /** Takes a part of a message that may have so many bytes. */
  synchronized Taken add(ByteBuffer part, int most) {
    int bytes = part.remaining();
    if (over) {
      return Taken.TAKEN;
    }
    if (begunNanos == null) {
      begunNanos = System.nanoTime();
    }
    if (parts.size() + bytes > most) {
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

  /** Whether a message is not complete after so long. */
  synchronized boolean takesLongerThan(long nanos) {
    Long begun = begunNanos;
    return begun != null && System.nanoTime() - begun > nanos;
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
    begunNanos = null;
  }
}
