package sink.postgres.read;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import monitor.api.query.Period;
import monitor.api.query.SeriesFilter;
import monitor.api.query.SeriesStatistics;
import sink.postgres.schema.Totals;

/**
 * Statistics of series, of what is a number; percentiles are interpolated between samples.
 *
 * @param connection to read from
 */
record StatisticsQuery(Connection connection) {
  List<SeriesStatistics> run(SeriesFilter filter, Period period) throws SQLException {
    Map<Integer, StoredSeries> series = StoredSeries.find(connection, filter);
    if (series.isEmpty()) {
      return List.of();
    }
    Query query =
        new Query(
            """
            select series_id, count(*), min(value), max(value), sum(%s) / count(*) as mean,
              percentile_cont(array[0.5, 0.95, 0.99]) within group (order by value) as percentiles,
              (max(array[extract(epoch from time)::float8, value]))[2] as last
            from monitor.samples where time >= ? and time < ?
              and value <> 'NaN'
            """
                .formatted(Totals.OF_SAMPLE),
            period.from(),
            period.to());
    return SampleSource.of(connection, series, filter.scope(), period)
        .limit(query)
        .add("group by series_id")
        .list(connection, row -> read(series, row))
        .stream()
        .sorted(Comparator.comparing(SeriesStatistics::name).thenComparing(SeriesStatistics::host))
        .toList();
  }

  private static SeriesStatistics read(Map<Integer, StoredSeries> all, ResultSet row)
      throws SQLException {
    StoredSeries series = Objects.requireNonNull(all.get(row.getInt("series_id")));
    Array array = row.getArray("percentiles");
    Double[] percentiles = (Double[]) array.getArray();
    return new SeriesStatistics(
        series.name(),
        series.host(),
        series.unit(),
        series.attributes(),
        row.getLong("count"),
        row.getDouble("min"),
        row.getDouble("max"),
        Totals.unscaled(row.getDouble("mean")),
        percentiles[0],
        percentiles[1],
        percentiles[2],
        row.getDouble("last"));
  }
}
