package collector.metrics.scrape;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails when it gives more than allowed, and counts what it gave. */
final class LimitedStream extends FilterInputStream {
  private final long most;
  private long count;

  LimitedStream(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int at, int length) throws IOException {
    int read = super.read(bytes, at, length);
    count += Math.max(0, read);
    if (count > most) {
      throw new IOException("the text is larger than %d bytes".formatted(most));
    }
    return read;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Bytes that were read. */
  long count() {
    return count;
  }
}
