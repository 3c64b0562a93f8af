package sink.console;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import monitor.api.delivery.BatchHeader;
import monitor.api.event.Event;

/** Writes one line, UTF-8 with a line feed, for each event. Used by one thread. */
sealed interface LineFormat permits JsonLines, TextLines {
  /** RFC 3339 in UTC, always with nine decimals. */
  DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  /** One event of a batch. */
  void event(BatchHeader header, long sequence, Event event, OutputStream out) throws IOException;

  /** A range of events that was dropped. */
  void gap(BatchHeader header, OutputStream out) throws IOException;

  /** A time in nanoseconds since 1970. */
  static String time(long nanos) {
    return TIME.format(
        Instant.ofEpochSecond(
            Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L)));
  }
}
