package sink.postgres.read;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import monitor.api.query.SeriesFilter;

/**
 * A series as it is registered.
 *
 * @param id its key
 * @param name dotted name
 * @param host where it is measured
 * @param unit UCUM code
 * @param instrument {@code gauge} or {@code counter}
 * @param attributes its attributes
 */
record StoredSeries(
    int id,
    String name,
    String host,
    String unit,
    String instrument,
    Map<String, Object> attributes) {
  private static final int MOST = 5000;

  /** Those that match. */
  static Query matching(SeriesFilter filter) {
    Query query =
        new Query(
                "select id, name, host, unit, instrument, attributes from monitor.series where"
                    + " true")
            .and("name = ?", filter.name())
            .and("host = ?", filter.scope().host());
    filter
        .attributes()
        .forEach((name, value) -> query.add("and attributes ->> ? = ?", name, value));
    return query;
  }

  /**
   * The series that match, by key, ordered by name and host.
   *
   * @throws IllegalArgumentException if there are more than {@link #MOST}
   */
  static Map<Integer, StoredSeries> find(Connection connection, SeriesFilter filter)
      throws SQLException {
    Map<Integer, StoredSeries> found = new LinkedHashMap<>();
    for (StoredSeries series :
        matching(filter)
            .add("order by name, host, id limit ?", MOST + 1)
            .list(connection, StoredSeries::read)) {
      found.put(series.id(), series);
    }
    if (found.size() > MOST) {
      throw new IllegalArgumentException(
          "more than %d series match; choose a name, a host or attributes".formatted(MOST));
    }
    return found;
  }

  static StoredSeries read(ResultSet row) throws SQLException {
    return new StoredSeries(
        row.getInt("id"),
        row.getString("name"),
        row.getString("host"),
        row.getString("unit"),
        row.getString("instrument"),
        JsonValues.attributes(row.getString("attributes")));
  }

  boolean isCounter() {
    return instrument.equals("counter");
  }
}
