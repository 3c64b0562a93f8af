package sink.postgres.read;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A place among events, which are ordered by time, origin and sequence.
 *
 * @param time of the event, in whole microseconds
 * @param nanos of the event, beyond its microseconds
 * @param origin key of where it comes from
 * @param sequence within its stream
 */
record EventCursor(Instant time, int nanos, int origin, long sequence) {
  /** Of a row that has all these columns. */
  static EventCursor of(ResultSet row) throws SQLException {
    return new EventCursor(
        row.getObject("time", OffsetDateTime.class).toInstant(),
        row.getInt("nanos"),
        row.getInt("origin_id"),
        row.getLong("sequence"));
  }

  /** Only what comes after it, of the table of that name in the query. */
  Query beyond(Query query, String table, boolean ascending) {
    return query.add(
        "and (%1$s.time, %1$s.nanos, %1$s.origin_id, %1$s.sequence) %2$s (?, ?, ?, ?)"
            .formatted(table, ascending ? ">" : "<"),
        time,
        nanos,
        origin,
        sequence);
  }

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
  static EventCursor parse(String text) {
    try {
      byte[] plain = Base64.getUrlDecoder().decode(text);
      String[] parts = new String(plain, StandardCharsets.US_ASCII).split(":", -1);
      if (parts.length != 5) {
        throw wrong(null);
      }
      return new EventCursor(
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
