package sink.postgres.read;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import monitor.api.query.Period;
import monitor.api.query.SeriesFilter;
import monitor.api.query.SeriesPage;
import org.jspecify.annotations.Nullable;
import sink.postgres.schema.Rollup;

/**
 * Lists the series that have points in a period. A cursor is the key of the last series of its
 * page, as series are never deleted.
 *
 * @param connection to read from
 */
record SeriesQuery(Connection connection) {
  SeriesPage run(SeriesFilter filter, Period period, int limit, @Nullable String cursor)
      throws SQLException {
    Query query = StoredSeries.matching(filter).add("and id in (select series_id from");
    SampleSource.of(connection, null, filter.scope(), period).addTo(query, Rollup.HOUR).add(")");
    if (cursor != null) {
      query.add(
          "and (name, host, id) > (select name, host, id from monitor.series where id = ?)",
          key(cursor));
    }
    List<StoredSeries> found =
        query
            .add("order by name, host, id limit ?", limit + 1)
            .list(connection, StoredSeries::read);
    List<StoredSeries> page = found.subList(0, Math.min(limit, found.size()));
    String next = found.size() > limit ? Integer.toString(page.getLast().id()) : null;
    return new SeriesPage(page.stream().map(SeriesQuery::entry).toList(), next);
  }

  private static Integer key(String cursor) {
    try {
      return Integer.valueOf(cursor);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'%s' is not a cursor of ours".formatted(cursor), e);
    }
  }

  private static SeriesPage.Entry entry(StoredSeries series) {
    return new SeriesPage.Entry(
        series.name(), series.host(), series.unit(), series.instrument(), series.attributes());
  }
}
