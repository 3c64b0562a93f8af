package sink.postgres.read;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A place among log lines, which are ordered by time, origin and sequence.
 *
 * @param time of the line, in whole microseconds
 * @param nanos of the line, beyond its microseconds
 * @param origin key of where it comes from
 * @param sequence within its stream
 */
record LogCursor(Instant time, int nanos, int origin, long sequence) {
  /** As a text that programs hand back to us. */
  String text() {
    String plain =
        "%d:%d:%d:%d:%d".formatted(time.getEpochSecond(), time.getNano(), nanos, origin, sequence);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads {@link #text()}.
   *
   * @throws IllegalArgumentException if it is not one of ours
   */
  static LogCursor parse(String text) {
    try {
      byte[] plain = Base64.getUrlDecoder().decode(text);
      String[] parts = new String(plain, StandardCharsets.US_ASCII).split(":", -1);
      if (parts.length != 5) {
        throw wrong(null);
      }
      return new LogCursor(
          Instant.ofEpochSecond(Long.parseLong(parts[0]), Integer.parseInt(parts[1])),
          Integer.parseInt(parts[2]),
          Integer.parseInt(parts[3]),
          Long.parseLong(parts[4]));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw wrong(e);
    }
  }

  private static IllegalArgumentException wrong(@Nullable Exception cause) {
    return new IllegalArgumentException(
        "cursor: this is not the 'next' of a page that was given before", cause);
  }
}
