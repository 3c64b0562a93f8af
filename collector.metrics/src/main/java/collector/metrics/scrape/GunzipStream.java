package collector.metrics.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates gzip of any number of members (RFC 1952) in a loop; the stream of the JDK calls itself
 * for each empty one, and a text of many of them overflows the stack.
 */
final class GunzipStream extends InputStream {
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int HEADER_CHECK = 2;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 check = new CRC32();
  private final byte[] block = new byte[16 << 10];
  private int at;
  private int filled;
  private boolean begun;
  private boolean inside;

  GunzipStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (inside || beginMember()) {
        int read = inflater.inflate(bytes, offset, length);
        if (read > 0) {
          check.update(bytes, offset, read);
          return read;
        }
        goOn();
      }
      return -1;
    } catch (DataFormatException e) {
      throw new IOException("the gzip is damaged: " + e.getMessage(), e);
    }
  }

  private void goOn() throws IOException {
    if (inflater.finished()) {
      at = filled - inflater.getRemaining();
      endMember();
    } else if (inflater.needsDictionary()) {
      throw new IOException("the gzip needs a dictionary");
    } else {
      require(fill());
      inflater.setInput(block, 0, filled);
      at = filled;
    }
  }

  /** False at the end of the stream. */
  private boolean beginMember() throws IOException {
    if (at == filled && !fill()) {
      require(begun);
      return false;
    }
    if (next() != 0x1f || next() != 0x8b || next() != 8) {
      throw new IOException("the body is no gzip");
    }
    int flags = next();
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    skipText(flags & NAME);
    skipText(flags & COMMENT);
    skip(flags & HEADER_CHECK);
    inflater.reset();
    inflater.setInput(block, at, filled - at);
    at = filled;
    check.reset();
    begun = true;
    inside = true;
    return true;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      next();
    }
  }

  private void skipText(int present) throws IOException {
    if (present != 0) {
      while (next() != 0) {}
    }
  }

  private void endMember() throws IOException {
    long sum = word();
    long size = word();
    if (sum != check.getValue() || size != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new IOException("the gzip is damaged: its check sum is wrong");
    }
    inside = false;
  }

  private long word() throws IOException {
    return next() | (long) next() << 8 | (long) next() << 16 | (long) next() << 24;
  }

  private int next() throws IOException {
    require(at < filled || fill());
    return block[at++] & 0xff;
  }

  private static void require(boolean more) throws IOException {
    if (!more) {
      throw new IOException("the gzip ends early");
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, in.read(block, 0, block.length));
    return filled > 0;
  }

  /** Gives back the memory of the inflater. */
  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
