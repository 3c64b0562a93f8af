package monitor.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one segment through a window of its file. It never throws for what it reads,
 * only where the file cannot be read. Not thread-safe.
 */
final class RecordReader {
  static final int WINDOW_BYTES = 64 << 10;
  private static final int SMALL_BYTES = 4 << 10;

  private final StoreFile file;
  private final long segment;
  private final ByteBuffer window;
  private final CRC32C crc = new CRC32C();
  private long start;

  /** Reads through a buffer that nobody else uses meanwhile. */
  RecordReader(StoreFile file, long segment, ByteBuffer window) {
    this.file = file;
    this.segment = segment;
    this.window = window.clear().limit(0);
  }

  static ByteBuffer window() {
    return ByteBuffer.allocateDirect(WINDOW_BYTES);
  }

  /** The frame at an offset, or null if none is there; its record may end beyond the limit. */
  @Nullable Frame frame(long offset, long limit) throws IOException {
    if (limit - offset < Frame.BYTES || !load(offset, Frame.BYTES, limit)) {
      return null;
    }
    return Frame.get(window, segment, offset);
  }

  /** The describing part of a record, or null if it is damaged. */
  byte @Nullable [] meta(Frame frame, long limit) throws IOException {
    if (frame.bodyOffset() > limit) {
      return null;
    }
    byte[] meta = new byte[frame.metaLength()];
    crc.reset();
    return read(frame.metaOffset(), meta, limit) && (int) crc.getValue() == frame.metaCrc()
        ? meta
        : null;
  }

  /** The body of a record, or null if it is damaged. */
  byte @Nullable [] body(Frame frame, long limit) throws IOException {
    if (frame.end() > limit) {
      return null;
    }
    byte[] body = new byte[frame.bodyLength()];
    crc.reset();
    return read(frame.bodyOffset(), body, limit) && (int) crc.getValue() == frame.bodyCrc()
        ? body
        : null;
  }

  /** Whether the body of a record is what was written; needs no memory. */
  boolean bodyIntact(Frame frame, long limit) throws IOException {
    if (frame.end() > limit) {
      return false;
    }
    crc.reset();
    return read(frame.bodyOffset(), frame.bodyLength(), null, limit)
        && (int) crc.getValue() == frame.bodyCrc();
  }

  private boolean read(long offset, byte[] target, long limit) throws IOException {
    return read(offset, target.length, target, limit);
  }

  private boolean read(long offset, int length, byte @Nullable [] target, long limit)
      throws IOException {
    int done = 0;
    while (done < length) {
      int wanted = Math.min(length - done, window.capacity());
      if (!load(offset + done, Math.min(wanted, available(offset + done, wanted)), limit)) {
        return false;
      }
      int bytes = Math.min(length - done, window.remaining());
      crc.update(window.slice(window.position(), bytes));
      if (target != null) {
        window.get(window.position(), target, done, bytes);
      }
      done += bytes;
    }
    return true;
  }

  /** How many of the wanted bytes are in the window already; all of them if none is. */
  private int available(long offset, int wanted) {
    long inside = start + window.limit() - offset;
    return offset >= start && inside > 0 ? (int) Math.min(inside, wanted) : wanted;
  }

  /** Lets the window contain these bytes and sets its position to them; false if there are none. */
  private boolean load(long offset, int bytes, long limit) throws IOException {
    if (offset + bytes > limit) {
      return false;
    }
    if (offset < start || offset + bytes > start + window.limit()) {
      fill(offset, bytes, limit);
    }
    if (offset + bytes > start + window.limit()) {
      return false;
    }
    window.position((int) (offset - start));
    return true;
  }

  /** The first read and a jump ahead read little, since a jump may follow. */
  private void fill(long offset, int bytes, long limit) throws IOException {
    boolean onward = window.limit() > 0 && offset >= start && offset <= start + window.limit();
    int size = onward ? window.capacity() : Math.max(bytes, SMALL_BYTES);
    window.clear().limit((int) Math.min(Math.min(size, window.capacity()), limit - offset));
    start = offset;
    try {
      file.readFully(window, offset);
    } finally {
      window.flip();
    }
  }

  /** Offset of the first frame from here on, or the limit if there is none. */
  long resync(long from, long limit) throws IOException {
    long offset = from;
    while (limit - offset >= Frame.BYTES && load(offset, Frame.BYTES, limit)) {
      int sync = window.getInt(window.position());
      if (sync == Frame.SYNC && frame(offset, limit) != null) {
        return offset;
      }
      offset++;
    }
    return limit;
  }
}
