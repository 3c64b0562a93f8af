package collector.traffic;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of a capture file, of which a bounded part is in memory. Used by one thread. */
final class CaptureBytes implements Closeable {
  /** Most bytes that can be looked at at once: the longest packet of libpcap and its options. */
  static final int MOST = 384 << 10;

  private final InputStream stream;
  private final byte[] array = new byte[MOST];
  private final ByteBuffer buffer = ByteBuffer.wrap(array).limit(0);
  private final ByteBuffer network = ByteBuffer.wrap(array);
  private long consumed;

  CaptureBytes(InputStream stream) {
    this.stream = stream;
  }

  /** Sets the byte order of the numbers in the file. */
  void order(ByteOrder order) {
    buffer.order(order);
  }

  boolean littleEndian() {
    return buffer.order() == ByteOrder.LITTLE_ENDIAN;
  }

  /** What is in memory, in network byte order; offsets are those of {@link #offset}. */
  ByteBuffer network() {
    return network;
  }

  /** Where the next byte is. */
  int offset() {
    return buffer.position();
  }

  /** How many bytes of the file were taken. */
  long consumed() {
    return consumed;
  }

  /** A number from here on; it must have been asked for with {@link #has}. */
  int intAt(int distance) {
    return buffer.getInt(buffer.position() + distance);
  }

  int shortAt(int distance) {
    return buffer.getShort(buffer.position() + distance) & 0xffff;
  }

  int byteAt(int distance) {
    return buffer.get(buffer.position() + distance) & 0xff;
  }

  /**
   * Makes that many bytes available.
   *
   * @return false at the end of the file
   * @throws CaptureFormatException if it ends within them
   */
  boolean has(int bytes) throws IOException {
    if (bytes > MOST) {
      throw new CaptureFormatException(
          "byte %d: %d bytes together are more than there may be".formatted(consumed, bytes));
    }
    if (buffer.remaining() >= bytes) {
      return true;
    }
    buffer.compact();
    while (buffer.position() < bytes) {
      int read = stream.read(array, buffer.position(), buffer.remaining());
      if (read < 0) {
        break;
      }
      buffer.position(buffer.position() + read);
    }
    buffer.flip();
    if (buffer.remaining() < bytes && buffer.hasRemaining()) {
      throw new CaptureFormatException(
          "byte %d: the file ends within a record".formatted(consumed + buffer.remaining()));
    }
    return buffer.remaining() >= bytes;
  }

  /** The same where the end of the file would be wrong. */
  void need(int bytes) throws IOException {
    if (!has(bytes)) {
      throw new CaptureFormatException("byte %d: the file ends too early".formatted(consumed));
    }
  }

  /** Goes on by that many bytes, which need not be in memory. */
  void skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      need(1);
      int step = (int) Math.min(left, buffer.remaining());
      buffer.position(buffer.position() + step);
      consumed += step;
      left -= step;
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
