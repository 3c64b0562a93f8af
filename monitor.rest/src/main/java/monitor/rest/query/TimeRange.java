package monitor.rest.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import monitor.api.config.Values;
import monitor.api.query.Period;
import monitor.rest.http.Parameters;
import monitor.rest.http.Problem;

/** Reads {@code from}, {@code to} and {@code step}. */
public final class TimeRange {
  /** Most points of a series in one answer. */
  static final int MAX_POINTS = 11_000;

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");
  private static final Duration DEFAULT = Duration.ofHours(1);
  private static final String FORM = "has to be RFC 3339 such as 2026-07-20T12:34:56Z, or now-6h";

  private TimeRange() {}

  /**
   * The range of a query; without {@code from} it begins an hour before its end.
   *
   * @throws Problem 400 naming the parameter
   */
  static Period period(Parameters parameters, Instant now) {
    Optional<String> from = parameters.take("from");
    Instant end = parameters.take("to").map(text -> instant("to", text, now)).orElse(now);
    Instant start =
        from.map(text -> instant("from", text, now)).orElseGet(() -> end.minus(DEFAULT));
    if (start.isAfter(end)) {
      throw Problem.parameter("from", "is after 'to' (%s)".formatted(end));
    }
    return new Period(start, end);
  }

  private static Instant instant(String name, String text, Instant now) {
    try {
      if (text.equals("now")) {
        return now;
      }
      if (text.startsWith("now-")) {
        return now.minus(Values.duration(name, text.substring("now-".length())));
      }
      return rfc3339(text).orElseThrow(() -> Problem.parameter(name, FORM));
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      throw Problem.parameter(name, FORM);
    }
  }

  /** The instant of an RFC 3339 time with its offset; empty if it is none. */
  public static Optional<Instant> rfc3339(String text) {
    if (!RFC_3339.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The width of the buckets, if one was asked for.
   *
   * @throws Problem 400 if it is no duration, or makes too many points
   */
  static Optional<Duration> step(Parameters parameters, Period period) {
    return parameters.take("step").map(text -> step(text, period));
  }

  private static Duration step(String text, Period period) {
    Duration step;
    try {
      step = Values.duration("step", text);
    } catch (IllegalArgumentException e) {
      throw Problem.parameter("step", "has to be a duration such as 10s or 5m");
    }
    if (step.compareTo(Duration.ofMillis(1)) < 0) {
      throw Problem.parameter("step", "has to be at least 1ms");
    }
    if (Duration.between(period.from(), period.to()).dividedBy(step) > MAX_POINTS) {
      throw Problem.parameter("step", "makes more than %d points".formatted(MAX_POINTS));
    }
    return step;
  }
}
