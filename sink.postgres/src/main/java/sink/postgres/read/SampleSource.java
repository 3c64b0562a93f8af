package sink.postgres.read;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import monitor.api.query.Period;
import monitor.api.query.Scope;
import org.jspecify.annotations.Nullable;
import sink.postgres.schema.Rollup;
import sink.postgres.schema.Subject;
import sink.postgres.schema.Totals;
import sink.postgres.schema.Unrolled;

/**
 * The samples of a period, each once, from the coarsest tables that tell them: whole hours and
 * minutes from the roll-ups, the rest of the period and what is not rolled up yet from the samples.
 * What is not rolled up is read first; so all of it has to be in one transaction of repeatable
 * reads.
 *
 * @param connection to read from
 * @param series keys; null for all
 * @param origins keys of where they come from; null for all
 * @param period when
 */
record SampleSource(
    Connection connection,
    Integer @Nullable [] series,
    Integer @Nullable [] origins,
    Period period) {
  /** The samples of some series, or all, that bear the tags of a scope. */
  static SampleSource of(
      Connection connection,
      @Nullable Map<Integer, StoredSeries> series,
      Scope scope,
      Period period)
      throws SQLException {
    Integer[] keys = series == null ? null : series.keySet().toArray(Integer[]::new);
    return new SampleSource(connection, keys, origins(connection, scope), period);
  }

  private static Integer @Nullable [] origins(Connection connection, Scope scope)
      throws SQLException {
    if (scope.tags().isEmpty()) {
      return null;
    }
    return new Query("select o.id from monitor.origins o where o.kind = 'sample'")
        .tagged(scope)
        .list(connection, row -> row.getInt("id"))
        .toArray(Integer[]::new);
  }

  /** The roll-up of whose buckets those of a step are made; null if there is none. */
  static @Nullable Rollup coarsest(Duration step) {
    return Rollup.HOUR.divides(step)
        ? Rollup.HOUR
        : Rollup.MINUTE.divides(step) ? Rollup.MINUTE : null;
  }

  /** Only its series and origins, of a table that has these columns. */
  Query limit(Query query) {
    return query.and("series_id = any(?)", series).and("origin_id = any(?)", origins);
  }

  /**
   * Adds {@code (select …) s} to a query: rows of {@code series_id, time, count, total, last_time,
   * last}, where {@code total} is as {@link Totals} tells.
   *
   * @param coarsest roll-up that may be used; null for the samples alone
   */
  Query addTo(Query query, @Nullable Rollup coarsest) throws SQLException {
    query.add("(");
    String before = "";
    for (Piece piece : pieces(coarsest)) {
      select(query.add(before), piece);
      before = "union all";
    }
    return query.add(") s");
  }

  private List<Piece> pieces(@Nullable Rollup coarsest) throws SQLException {
    if (coarsest == null) {
      return Piece.of(period, List.of(), List.of());
    }
    List<Rollup> rollups =
        coarsest == Rollup.HOUR ? List.of(Rollup.MINUTE, Rollup.HOUR) : List.of(Rollup.MINUTE);
    return Piece.of(period, Unrolled.list(connection, Subject.SAMPLES), rollups);
  }

  private void select(Query query, Piece piece) {
    Rollup rollup = piece.rollup();
    query.add(
        rollup == null
            ? """
            select series_id, time, 1::bigint as count, %s as total, time as last_time,
              value as last
            from monitor.samples
            """
                .formatted(Totals.OF_SAMPLE)
            : """
            select series_id, bucket as time, count, total, last_time, last from monitor.%s
            """
                .formatted(rollup.table()));
    limit(piece.where(query));
  }
}
