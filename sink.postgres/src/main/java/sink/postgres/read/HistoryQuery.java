package sink.postgres.read;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import monitor.api.query.Period;
import monitor.api.query.SeriesFilter;
import monitor.api.query.SeriesPoints;
import monitor.api.query.SeriesPoints.Point;
import org.jspecify.annotations.Nullable;
import sink.postgres.schema.Totals;

/**
 * Points of series. Buckets begin at multiples of the step since 1970 and bear the time of their
 * begin; where there would be more than {@link #MOST}, the step is made wider; without a step the
 * latest {@link #MOST} points are given.
 *
 * @param connection to read from
 */
record HistoryQuery(Connection connection) {
  /** Most points of one series. */
  static final int MOST = 11_000;

  private static final Duration LEAST = Duration.ofMillis(1);

  /** The whole before its parts: one without attributes comes first. */
  private static final Comparator<SeriesPoints> WHOLE_FIRST =
      Comparator.comparing(SeriesPoints::name)
          .thenComparing(SeriesPoints::host)
          .thenComparingInt(each -> each.attributes().size())
          .thenComparing(each -> each.attributes().toString());

  private record Found(int series, Point point) {}

  List<SeriesPoints> run(SeriesFilter filter, Period period, @Nullable Duration step)
      throws SQLException {
    Map<Integer, StoredSeries> series = StoredSeries.find(connection, filter);
    if (series.isEmpty()) {
      return List.of();
    }
    SampleSource source = SampleSource.of(connection, series, filter.scope(), period);
    return gather(
        series,
        step == null ? stored(source, period) : reduced(source, series, wideEnough(period, step)));
  }

  private static Duration wideEnough(Period period, Duration step) {
    Duration least = Duration.between(period.from(), period.to()).dividedBy(MOST - 1);
    Duration wide = step.compareTo(least) < 0 ? least : step;
    return wide.compareTo(LEAST) < 0 ? LEAST : wide;
  }

  private List<Found> stored(SampleSource source, Period period) throws SQLException {
    return source
        .limit(
            new Query(
                """
                select series_id, time, nanos, value from (
                  select series_id, time, nanos, value, row_number() over (
                    partition by series_id order by time desc, nanos desc) as place
                  from monitor.samples where time >= ? and time < ?
                """,
                period.from(),
                period.to()))
        .add(") s where place <= ? order by series_id, time, nanos", MOST)
        .list(
            connection,
            row ->
                new Found(
                    row.getInt("series_id"),
                    new Point(Query.instant(row, "time", "nanos"), row.getDouble("value"))));
  }

  private List<Found> reduced(SampleSource source, Map<Integer, StoredSeries> series, Duration step)
      throws SQLException {
    Query query =
        new Query(
            """
            select series_id, date_bin(make_interval(secs => ?), time, '1970-01-01Z') as bucket,
              %s as mean, (max(array[extract(epoch from last_time)::float8, last]))[2] as last
            from
            """
                .formatted(Totals.MEAN),
            step.toNanos() / 1e9);
    return source
        .addTo(query, SampleSource.coarsest(step))
        .add("group by 1, 2 order by 1, 2")
        .list(
            connection,
            row -> {
              int id = row.getInt("series_id");
              StoredSeries each = series.get(id);
              boolean counter = each != null && each.isCounter();
              Instant time = row.getObject("bucket", OffsetDateTime.class).toInstant();
              double value =
                  counter ? row.getDouble("last") : Totals.unscaled(row.getDouble("mean"));
              return new Found(id, new Point(time, value));
            });
  }

  private static List<SeriesPoints> gather(Map<Integer, StoredSeries> series, List<Found> found) {
    Map<Integer, List<Point>> points = new LinkedHashMap<>();
    for (Found each : found) {
      points.computeIfAbsent(each.series(), key -> new ArrayList<>()).add(each.point());
    }
    List<SeriesPoints> result = new ArrayList<>();
    series.forEach((key, each) -> {
      List<Point> own = points.get(key);
      if (own != null) {
        result.add(
            new SeriesPoints(
                each.name(), each.host(), each.unit(), each.instrument(), each.attributes(), own));
      }
    });
    result.sort(WHOLE_FIRST);
    return result;
  }
}
