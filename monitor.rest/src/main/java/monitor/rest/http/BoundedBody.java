package monitor.rest.http;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * The body of a request, bounded in bytes and in time: a sender that trickles does not hold a
 * thread for ever. Reading beyond a bound throws a {@link Problem}.
 */
public final class BoundedBody extends FilterInputStream {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Slowest sender that may go on beyond {@link #PATIENCE}. */
  private static final long MIN_BYTES_PER_SECOND = 16 << 10;

  private final long maxBytes;
  private final long startNanos = System.nanoTime();
  private long read;

  /**
   * The body of this request.
   *
   * @throws Problem 413 if it says that it is larger
   */
  public BoundedBody(Request request, long maxBytes) throws IOException {
    super(request.body());
    this.maxBytes = maxBytes;
    if (request.length() > maxBytes) {
      throw tooLarge();
    }
  }

  /** All of it. */
  byte[] readFully() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    transferTo(all);
    return all.toByteArray();
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    count(Math.max(count, 0));
    return count;
  }

  private void count(int bytes) {
    read += bytes;
    if (read > maxBytes) {
      throw tooLarge();
    }
    long elapsed = System.nanoTime() - startNanos;
    if (elapsed > PATIENCE.toNanos() && read < elapsed / 1e9 * MIN_BYTES_PER_SECOND) {
      throw Problem.of(408, "body-too-slow", "The body came too slowly.");
    }
  }

  private Problem tooLarge() {
    return Problem.of(
            413, "body-too-large", "The body is larger than %d bytes.".formatted(maxBytes))
        .hint("Send it in parts, or as a smaller file.");
  }
}
