package sink.postgres.read;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import monitor.api.event.Severity;
import monitor.api.query.LogFilter;
import monitor.api.query.LogPage;
import org.jspecify.annotations.Nullable;

/**
 * Finds log lines. The period is searched in slices that grow, from the side that is asked for: the
 * latest lines of a year cost as much as those of a minute, without an index that would slow down
 * writing.
 *
 * @param connection to read from
 */
record LogQuery(Connection connection) {
  private static final Duration FIRST_SLICE = Duration.ofMinutes(1);
  private static final int GROWTH = 4;

  private static final Map<Integer, String> SEVERITIES =
      Stream.of(Severity.values()).collect(Collectors.toMap(Severity::number, Severity::name));

  private record Found(EventCursor place, LogPage.Line line) {}

  LogPage run(LogFilter filter) throws SQLException {
    EventCursor cursor = filter.cursor() == null ? null : EventCursor.parse(filter.cursor());
    List<Found> found = new ArrayList<>();
    int wanted = filter.limit() + 1;
    Slice slice = Slice.first(filter, cursor);
    while (slice != null && found.size() < wanted) {
      found.addAll(search(filter, cursor, slice, wanted - found.size()));
      slice = slice.next();
    }
    List<LogPage.Line> lines = found.stream().limit(filter.limit()).map(Found::line).toList();
    boolean more = found.size() > filter.limit();
    return new LogPage(lines, more ? found.get(filter.limit() - 1).place().text() : null);
  }

  private List<Found> search(LogFilter filter, @Nullable EventCursor cursor, Slice slice, int limit)
      throws SQLException {
    Query query =
        new Query(
                """
                select l.time, l.nanos, coalesce(l.attributes ->> 'host.name', o.host) as host,
                  o.source, l.severity, l.body, l.attributes, l.origin_id, l.sequence
                from monitor.logs l join monitor.origins o on o.id = l.origin_id
                where l.time >= ? and l.time < ?
                """,
                slice.from(),
                slice.to())
            .and("o.source = ?", filter.source())
            .and("coalesce(l.attributes ->> 'host.name', o.host) = ?", filter.scope().host())
            .tagged(filter.scope())
            .and("l.severity >= ?", number(filter.minSeverity()))
            .and("l.body ilike ?", pattern(filter.text()));
    if (cursor != null) {
      cursor.beyond(query, "l", filter.ascending());
    }
    String order = filter.ascending() ? "asc" : "desc";
    return query
        .add(
            "order by l.time %1$s, l.nanos %1$s, l.origin_id %1$s, l.sequence %1$s limit ?"
                .formatted(order),
            limit)
        .list(connection, LogQuery::read);
  }

  private static @Nullable Integer number(@Nullable Severity severity) {
    return severity == null ? null : severity.number();
  }

  private static @Nullable String pattern(@Nullable String text) {
    return text == null || text.isEmpty()
        ? null
        : "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }

  private static Found read(ResultSet row) throws SQLException {
    return new Found(
        EventCursor.of(row),
        new LogPage.Line(
            Query.instant(row, "time", "nanos"),
            row.getString("host"),
            row.getString("source"),
            SEVERITIES.getOrDefault(row.getInt("severity"), Severity.UNSPECIFIED.name()),
            row.getString("body"),
            JsonValues.attributes(row.getString("attributes")),
            row.getLong("sequence")));
  }

  /** A part of the period; the next one is wider and lies beyond it. */
  private record Slice(Instant from, Instant to, Duration width, LogFilter filter) {
    static @Nullable Slice first(LogFilter filter, @Nullable EventCursor cursor) {
      Instant start = filter.ascending() ? filter.period().from() : filter.period().to();
      if (cursor != null && filter.ascending() && cursor.time().isAfter(start)) {
        start = cursor.time();
      }
      Instant after = cursor == null ? start : cursor.time().plusNanos(1000);
      if (!filter.ascending() && after.isBefore(start)) {
        start = after;
      }
      return at(start, FIRST_SLICE, filter);
    }

    @Nullable Slice next() {
      return at(filter.ascending() ? to : from, width.multipliedBy(GROWTH), filter);
    }

    private static @Nullable Slice at(Instant start, Duration width, LogFilter filter) {
      Instant first = filter.period().from();
      Instant last = filter.period().to();
      if (filter.ascending()) {
        boolean rest = Duration.between(start, last).compareTo(width) < 0;
        Instant end = rest ? last : start.plus(width);
        return start.isBefore(last) ? new Slice(start, end, width, filter) : null;
      }
      boolean rest = Duration.between(first, start).compareTo(width) < 0;
      Instant begin = rest ? first : start.minus(width);
      return start.isAfter(first) ? new Slice(begin, start, width, filter) : null;
    }
  }
}
