package collector.metrics.scrape;

import java.io.IOException;
import java.io.InputStream;

/** The body of an answer, by its length, in chunks, or up to the end of the connection. */
final class BodyStream extends InputStream {
  private static final int LONGEST_LINE = 1 << 10;

  private final InputStream in;
  private final boolean chunked;
  private final boolean sized;
  private long left;
  private boolean begun;
  private boolean ended;

  private BodyStream(InputStream in, boolean chunked, long length) {
    this.in = in;
    this.chunked = chunked;
    this.sized = length >= 0;
    this.left = chunked ? 0 : sized ? length : Long.MAX_VALUE;
  }

  static BodyStream of(HttpHead head, InputStream in) throws IOException {
    String coding = head.header("transfer-encoding");
    if (!coding.isEmpty() && !coding.equalsIgnoreCase("chunked")) {
      throw new IOException("the transfer coding '%s' is not known".formatted(coding));
    }
    return new BodyStream(in, !coding.isEmpty(), coding.isEmpty() ? length(head) : -1);
  }

  private static long length(HttpHead head) throws IOException {
    String text = head.header("content-length");
    if (!text.isEmpty() && !text.matches("[0-9]{1,18}")) {
      throw new IOException("the length of the body is not a number");
    }
    return text.isEmpty() ? -1 : Long.parseLong(text);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int at, int length) throws IOException {
    if (chunked && left == 0 && !ended) {
      nextChunk();
    }
    if (ended || left == 0) {
      return -1;
    }
    int read = in.read(bytes, at, (int) Math.min(length, left));
    if (read < 0 && (chunked || sized)) {
      throw new IOException("the server closed the connection within its answer");
    }
    left -= Math.max(0, read);
    return read;
  }

  private void nextChunk() throws IOException {
    int[] room = {LONGEST_LINE};
    if (begun && !HttpHead.line(in, room).isEmpty()) {
      throw new IOException("a chunk of the body has no end");
    }
    begun = true;
    String size = HttpHead.line(in, room).split(";", 2)[0].strip();
    if (!size.matches("[0-9a-fA-F]{1,15}")) {
      throw new IOException("the size of a chunk is not a number");
    }
    left = Long.parseLong(size, 16);
    ended = left == 0;
  }
}
