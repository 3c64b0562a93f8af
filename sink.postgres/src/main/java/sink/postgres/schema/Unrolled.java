package sink.postgres.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Times of events that are not in the roll-ups yet.
 *
 * @param day of receipt
 * @param first instant in it, the begin of a bucket
 * @param beyond first instant after it, the begin of a bucket
 */
public record Unrolled(LocalDate day, Instant first, Instant beyond) {
  /** All there are, by day and time, apart from each other. */
  public static List<Unrolled> list(Connection connection, Subject subject) throws SQLException {
    String sql = "select day, first, beyond from monitor.%s order by 1, 2";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql.formatted(subject.unrolled()))) {
      List<Unrolled> found = new ArrayList<>();
      while (rows.next()) {
        found.add(new Unrolled(rows.getObject(1, LocalDate.class), time(rows, 2), time(rows, 3)));
      }
      return found;
    }
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /**
   * The whole buckets that ranges lie in, apart from each other.
   *
   * @param ordered by day and time
   */
  public static List<Unrolled> widen(List<Unrolled> ordered, Rollup rollup) {
    List<Unrolled> wide = new ArrayList<>();
    for (Unrolled each : ordered) {
      Instant first = rollup.floor(each.first);
      Instant beyond = rollup.ceiling(each.beyond);
      Unrolled last = wide.isEmpty() ? null : wide.getLast();
      if (last != null && last.day.equals(each.day) && !first.isAfter(last.beyond)) {
        Instant end = beyond.isAfter(last.beyond) ? beyond : last.beyond;
        wide.set(wide.size() - 1, new Unrolled(last.day, last.first, end));
      } else {
        wide.add(new Unrolled(each.day, first, beyond));
      }
    }
    return wide;
  }
}
