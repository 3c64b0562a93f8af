package sink.postgres.read;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import monitor.api.query.Period;
import monitor.api.query.Scope;
import sink.postgres.schema.Rollup;
import sink.postgres.schema.Subject;
import sink.postgres.schema.Unrolled;

/**
 * The traffic of a period, each event of it once: whole hours from the roll-ups, the rest of the
 * period and what is not rolled up yet from the events. All of it has to be in one transaction of
 * repeatable reads.
 *
 * @param connection to read from
 * @param scope where
 * @param pieces of the period
 */
record TrafficSource(Connection connection, Scope scope, List<Piece> pieces) {
  /** In the snapshot of a connection. */
  static TrafficSource of(Connection connection, Period period, Scope scope) throws SQLException {
    Rollup hours = Rollup.FLOWS;
    boolean whole = hours.ceiling(period.from()).isBefore(hours.floor(period.to()));
    List<Unrolled> unrolled = whole ? Unrolled.list(connection, Subject.TRAFFIC) : List.of();
    List<Piece> pieces = Piece.of(period, unrolled, List.of(hours));
    return new TrafficSource(connection, scope, pieces);
  }

  /** Keys of where a kind comes from within the scope. */
  private Integer[] origins(String kind) throws SQLException {
    return new Query("select o.id from monitor.origins o where o.kind = ?", kind)
        .from(scope)
        .list(connection, row -> row.getInt("id"))
        .toArray(Integer[]::new);
  }

  /**
   * Adds what the tables tell, piece by piece, in parentheses.
   *
   * @param more columns that both have
   * @param events end of a {@code select} from the events
   * @param rolled end of a {@code select} from the roll-up
   */
  Query addTo(Query query, String kind, String more, String events, String rolled)
      throws SQLException {
    Integer[] origins = origins(kind);
    query.add("(");
    String before = "";
    for (Piece piece : pieces) {
      String columns = piece.rollup() == null ? events.formatted("monitor.events") : rolled;
      piece
          .where(query.add(before + "select " + more + columns))
          .and("origin_id = any(?)", origins);
      before = "union all ";
    }
    return query.add(")");
  }
}
