package monitor.control;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import monitor.rest.http.Problem;
import monitor.rest.http.Request;

/**
 * A request as it came over the socket (RFC 9112): a head of at most 16 KiB, and a body of a length
 * that is told.
 *
 * @param method upper case
 * @param path as it stands in the request line
 * @param parameters of the query
 * @param headers by their names in lower case
 * @param length of the body in bytes
 * @param body ends with it
 */
record SocketRequest(
    String method,
    String path,
    Map<String, String[]> parameters,
    Map<String, String> headers,
    long length,
    InputStream body)
    implements Request {
  private static final int MAX_HEAD_BYTES = 16 << 10;
  private static final Pattern REQUEST_LINE =
      Pattern.compile("([A-Z]{1,16}) (/[^\\s?#]*)(?:\\?([^\\s#]*))? HTTP/1\\.[01]");
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,15}");

  /**
   * Reads the head of a request.
   *
   * @throws Problem 400, 413, 431 or 501 if it cannot be read
   * @throws EOFException if nothing comes
   */
  static SocketRequest read(InputStream in) throws IOException {
    List<String> lines = head(in);
    Matcher line = REQUEST_LINE.matcher(lines.getFirst());
    if (!line.matches()) {
      throw bad("The request line is not one of HTTP/1.1.");
    }
    Map<String, String> headers = headers(lines.subList(1, lines.size()));
    if (headers.containsKey("transfer-encoding")) {
      throw Problem.of(501, "bad-message", "A body is taken with a Content-Length only.");
    }
    long length = length(headers.getOrDefault("content-length", "0"));
    return new SocketRequest(
        line.group(1),
        line.group(2),
        parameters(Optional.ofNullable(line.group(3)).orElse("")),
        headers,
        length,
        new Limited(in, length));
  }

  private static List<String> head(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> lines = new ArrayList<>();
    for (int read = 0; read < MAX_HEAD_BYTES; read++) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the head ended early");
      }
      if (next != '\n') {
        bytes.write(next);
        continue;
      }
      String line = bytes.toString(StandardCharsets.ISO_8859_1).replaceFirst("\r$", "");
      bytes.reset();
      if (!line.isEmpty()) {
        lines.add(line);
      } else if (!lines.isEmpty()) {
        return lines;
      }
    }
    throw Problem.of(431, "head-too-large", "The head is larger than 16 KiB.");
  }

  private static Map<String, String> headers(List<String> lines) {
    Map<String, String> headers = new HashMap<>();
    for (String line : lines) {
      Matcher header = HEADER.matcher(line);
      if (!header.matches()) {
        throw bad("A header cannot be read.");
      }
      String name = header.group(1).toLowerCase(Locale.ROOT);
      if (headers.putIfAbsent(name, header.group(2)) != null && name.equals("content-length")) {
        throw bad("The length of the body is told twice.");
      }
    }
    return headers;
  }

  private static long length(String text) {
    if (!LENGTH.matcher(text).matches()) {
      throw bad("The length of the body is no number.");
    }
    return Long.parseLong(text);
  }

  private static Map<String, String[]> parameters(String query) {
    Map<String, String[]> parameters = new HashMap<>();
    for (String part : query.split("&", -1)) {
      if (!part.isEmpty()) {
        String[] pair = part.split("=", 2);
        String value = pair.length == 1 ? "" : decoded(pair[1]);
        parameters.merge(
            decoded(pair[0]),
            new String[] {value},
            (first, again) -> new String[] {first[0], value});
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw bad("The query cannot be decoded.");
    }
  }

  private static Problem bad(String detail) {
    return Problem.of(400, "bad-message", detail);
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public String sender() {
    return "127.0.0.1";
  }

  /** It does not leave the machine. */
  @Override
  public boolean secure() {
    return true;
  }

  @Override
  public List<SentFile> files() {
    throw Problem.of(415, "unsupported-media-type", "Forms are not taken here.")
        .hint("Send the file itself, as application/java-archive.");
  }

  /** So many bytes of a stream, and not one more. */
  private static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the body ended early");
      }
      left -= count;
      return count;
    }
  }
}
