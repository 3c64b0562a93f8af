package monitor.rest.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the path of a request into segments, once, before anything is decided by it. What has two
 * readings (dot segments, empty segments, path parameters, encoded separators, double encoding) is
 * refused instead of being repaired.
 */
final class RequestPath {
  private static final int MAX_LENGTH = 2048;

  private RequestPath() {}

  /**
   * The decoded segments.
   *
   * @param raw the path as it stands in the request line
   * @throws Problem 400
   */
  static List<String> segments(String raw) {
    if (raw.length() > MAX_LENGTH || !raw.startsWith("/")) {
      throw bad();
    }
    List<String> segments = new ArrayList<>();
    for (String part : raw.substring(1).split("/", -1)) {
      segments.add(segment(part));
    }
    return List.copyOf(segments);
  }

  private static String segment(String part) {
    String decoded = decode(part);
    boolean dots = decoded.equals(".") || decoded.equals("..");
    if (decoded.isEmpty() || dots || part.indexOf(';') >= 0) {
      throw bad();
    }
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (c == '/' || c == '\\' || c == '%' || Character.isISOControl(c)) {
        throw bad();
      }
    }
    return decoded;
  }

  private static String decode(String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        out.put(bytes[i]);
      } else {
        out.put(octet(bytes, i));
        i += 2;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      throw bad();
    }
  }

  private static byte octet(byte[] bytes, int at) {
    int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
    int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
    if (high < 0 || low < 0) {
      throw bad();
    }
    return (byte) (high << 4 | low);
  }

  private static Problem bad() {
    return Problem.of(400, "bad-path", "The path of the request has no single meaning.")
        .hint("Write each segment plainly, percent-encoded once.");
  }
}
