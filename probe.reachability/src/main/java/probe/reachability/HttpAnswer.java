package probe.reachability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An answer as RFC 9112 writes it. Nothing of it is inflated, however it is encoded.
 *
 * @param status of it
 * @param headers of it; of several with one name, the last
 * @param bytes length of the body as it came, without chunk sizes
 * @param found whether the beginning of the body contains the text that was looked for
 * @param complete whether the body was read to its end
 */
record HttpAnswer(
    int status, Map<String, String> headers, long bytes, boolean found, boolean complete) {
  /** In how much of a body text is looked for. */
  private static final int LOOKED_AT = 1 << 20;

  /** A body that is longer is not read to its end, because it may have none. */
  static final long LARGEST = 64L << 20;

  /** Of an answer, those of interim answers before it and its trailers included. */
  private static final int LARGEST_HEAD = 32 << 10;

  private static final int LONGEST_LINE = 16 << 10;
  private static final int MOST_LINES = 1000;

  /** A server that does not speak HTTP. */
  static final class NotHttpException extends IOException {
    private static final long serialVersionUID = 1L;

    NotHttpException(String message) {
      super("not HTTP: " + message);
    }
  }

  /**
   * Reads one, after interim answers.
   *
   * @param method of the request, which decides whether there is a body
   * @param wanted text that is looked for in the first MiB of the body; nothing of it is kept
   */
  static HttpAnswer read(InputStream in, String method, String wanted) throws IOException {
    Head head = new Head(in);
    for (int interim = 0; interim < MOST_LINES; interim++) {
      int status = status(head.line());
      Map<String, String> headers = head.headers();
      if (status >= 200) {
        Body body = new Body(in, wanted);
        if (!method.equals("HEAD") && status != 204 && status != 304) {
          body.read(headers, head);
        }
        return new HttpAnswer(status, headers, body.bytes, body.found, body.bytes < LARGEST);
      }
    }
    throw new NotHttpException("nothing but interim answers");
  }

  private static int status(String line) throws NotHttpException {
    if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d(?: .*)?")) {
      String begin = line.substring(0, Math.min(40, line.length()));
      throw new NotHttpException("the answer begins with '%s'".formatted(printable(begin)));
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "?");
  }

  /** What stands before a body and behind it; all its lines together are bounded. */
  private static final class Head {
    private final InputStream in;
    private int left = LARGEST_HEAD;

    Head(InputStream in) {
      this.in = in;
    }

    String line() throws IOException {
      String line = HttpAnswer.line(in);
      left -= line.length() + 2;
      if (left < 0) {
        throw new NotHttpException(
            "the head of the answer is larger than %d bytes".formatted(LARGEST_HEAD));
      }
      return line;
    }

    Map<String, String> headers() throws IOException {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (int lines = 0; lines < MOST_LINES; lines++) {
        String line = line();
        if (line.isEmpty()) {
          return headers;
        }
        int colon = line.indexOf(':');
        if (colon > 0) {
          headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
      }
      throw new NotHttpException("more than %d headers".formatted(MOST_LINES));
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection before its answer was complete");
      }
      if (line.length() == LONGEST_LINE) {
        throw new NotHttpException("a line is longer than %d bytes".formatted(LONGEST_LINE));
      }
      line.append((char) next);
    }
    int length = line.length();
    return length > 0 && line.charAt(length - 1) == '\r'
        ? line.substring(0, length - 1)
        : line.toString();
  }

  /** The length that is told; -1 if none is, and the body ends with the connection. */
  private static long length(@Nullable String text) throws NotHttpException {
    if (text == null) {
      return -1;
    }
    if (!text.matches("\\d{1,18}")) {
      throw new NotHttpException("'%s' is not a length".formatted(printable(text)));
    }
    return Long.parseLong(text);
  }

  private static final class Body {
    private final InputStream in;
    private final String wanted;
    private final byte[] block = new byte[16 << 10];
    private String last = "";
    private boolean found;
    private long bytes;

    /** The wanted text stands as the body does, a character for each byte of UTF-8. */
    Body(InputStream in, String wanted) {
      this.in = in;
      this.wanted = new String(wanted.getBytes(UTF_8), ISO_8859_1);
      this.found = wanted.isEmpty();
    }

    void read(Map<String, String> headers, Head head) throws IOException {
      String coding = headers.get("Transfer-Encoding");
      if (coding != null && coding.toLowerCase(java.util.Locale.ROOT).endsWith("chunked")) {
        chunks(head);
      } else {
        read(length(headers.get("Content-Length")));
      }
    }

    private void chunks(Head head) throws IOException {
      while (bytes < LARGEST) {
        String size = line(in).replaceFirst("[;\\s].*", "");
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
          throw new NotHttpException("'%s' is not the size of a chunk".formatted(printable(size)));
        }
        long length = Long.parseLong(size, 16);
        if (length == 0) {
          head.headers();
          return;
        }
        read(length);
        if (bytes < LARGEST && !line(in).isEmpty()) {
          throw new NotHttpException("a chunk is longer than its size");
        }
      }
    }

    /** Reads so much; if that is negative, to the end. */
    private void read(long length) throws IOException {
      long left = length < 0 ? Long.MAX_VALUE : length;
      while (left > 0 && bytes < LARGEST) {
        int read = in.read(block, 0, (int) Math.min(left, block.length));
        if (read < 0 && length < 0) {
          return;
        }
        if (read < 0) {
          throw new EOFException("the server closed the connection before its answer was complete");
        }
        left -= read;
        look(read);
        bytes += read;
      }
    }

    /** Of what was looked at only so much is kept as may be the begin of the wanted text. */
    private void look(int read) {
      if (!found && bytes < LOOKED_AT) {
        int length = (int) Math.min(read, LOOKED_AT - bytes);
        String text = last + new String(block, 0, length, ISO_8859_1);
        found = text.contains(wanted);
        last = text.substring(Math.max(0, text.length() - wanted.length() + 1));
      }
    }
  }
}
