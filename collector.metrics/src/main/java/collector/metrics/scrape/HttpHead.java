package collector.metrics.scrape;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The head of an answer (RFC 9112).
 *
 * @param status three digits
 * @param headers by their names in lower case
 */
record HttpHead(int status, Map<String, String> headers) {
  private static final int LARGEST = 32 << 10;

  /** Reads a head; those of interim answers are passed over. */
  static HttpHead read(InputStream in) throws IOException {
    int[] left = {LARGEST};
    HttpHead head;
    do {
      int status = status(line(in, left));
      Map<String, String> headers = new HashMap<>();
      for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
        int colon = line.indexOf(':');
        if (colon < 1) {
          throw new IOException("the server sent a header without a name");
        }
        headers.putIfAbsent(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      head = new HttpHead(status, headers);
    } while (head.status() / 100 == 1);
    return head;
  }

  private static int status(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
      throw new IOException("the server does not speak HTTP/1.1");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  /** A line without its end; all lines together are bounded. */
  static String line(InputStream in, int[] left) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the server closed the connection within its answer");
      }
      if (--left[0] < 0) {
        throw new IOException("the head of the answer is larger than %d bytes".formatted(LARGEST));
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** A header, or the empty text. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
