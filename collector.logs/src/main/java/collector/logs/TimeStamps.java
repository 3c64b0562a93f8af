package collector.logs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

/**
 * Times as logs write them: RFC 3339 and what is near to it, the forms of syslog, of web servers'
 * access and error logs, and numbers of seconds, milli-, micro- or nanoseconds since 1970.
 */
final class TimeStamps {
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd")
          .appendPattern("['T'][' ']HH:mm:ss")
          .optionalStart()
          .appendLiteral('.')
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false)
          .optionalEnd()
          .optionalStart()
          .appendLiteral(',')
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false)
          .optionalEnd()
          .appendPattern("[ ][XXX][XX][X]")
          .toFormatter(Locale.ROOT);
  private static final List<DateTimeFormatter> OTHERS =
      List.of(
          DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH),
          DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ENGLISH),
          DateTimeFormatter.RFC_1123_DATE_TIME);
  private static final DateTimeFormatter WITHOUT_YEAR =
      DateTimeFormatter.ofPattern("yyyy MMM ppd HH:mm:ss", Locale.ENGLISH);

  private final ZoneId zone;
  private final InstantSource clock;

  /**
   * @param zone of times that do not tell theirs
   * @param clock tells the year of times that do not
   */
  TimeStamps(ZoneId zone, InstantSource clock) {
    this.zone = zone;
    this.clock = clock;
  }

  /** Nanoseconds since 1970; 0 if the text is no time, or none that fits. */
  long parse(String text) {
    try {
      return nanos(text);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return 0;
    }
  }

  private long nanos(String text) {
    if (text.isEmpty() || text.length() > 64) {
      return 0;
    }
    char first = text.charAt(0);
    if (Character.isLetter(first) && text.indexOf(',') < 0) {
      return nanos(withoutYear(text));
    }
    if (text.length() > 10 && text.charAt(4) == '-') {
      return nanos(ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from));
    }
    if (text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))) {
      return number(text);
    }
    return other(text);
  }

  private long other(String text) {
    for (DateTimeFormatter format : OTHERS) {
      try {
        return nanos(format.parseBest(text, OffsetDateTime::from, LocalDateTime::from));
      } catch (DateTimeException e) {
        // it may have another form
      }
    }
    return 0;
  }

  /** Seconds, perhaps with a fraction, or a smaller unit where the number is too large for it. */
  private static long number(String text) {
    int point = text.indexOf('.');
    long whole = Long.parseLong(point < 0 ? text : text.substring(0, point));
    if (point >= 0) {
      String fraction = (text.substring(point + 1) + "000000000").substring(0, 9);
      return Math.addExact(Math.multiplyExact(whole, 1_000_000_000L), Long.parseLong(fraction));
    }
    if (whole < 100_000_000_000L) {
      return Math.multiplyExact(whole, 1_000_000_000L);
    }
    if (whole < 100_000_000_000_000L) {
      return Math.multiplyExact(whole, 1_000_000L);
    }
    return whole < 100_000_000_000_000_000L ? Math.multiplyExact(whole, 1_000L) : whole;
  }

  /** The year is this one, or the last one if the time would be more than a day ahead. */
  private LocalDateTime withoutYear(String text) {
    ZonedDateTime now = clock.instant().atZone(zone);
    LocalDateTime time = LocalDateTime.parse(now.getYear() + " " + text, WITHOUT_YEAR);
    return time.isAfter(now.toLocalDateTime().plusDays(1)) ? time.minusYears(1) : time;
  }

  private long nanos(TemporalAccessor time) {
    Instant instant =
        time instanceof OffsetDateTime offset
            ? offset.toInstant()
            : ((LocalDateTime) time).atZone(zone).toInstant();
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
