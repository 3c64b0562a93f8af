package sink.postgres.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Brings the roll-ups of samples to where the samples are. What has come since the pass before is
 * known from marks and batches; the minutes and hours of each day of receipt that it lies in are
 * made anew from the samples of that day. All of a pass is one transaction with the place it came
 * to, so that a crash, or the same pass twice, changes nothing.
 *
 * @param connection in auto-commit, without a statement time-out
 */
public record Rollups(Connection connection) {
  private static final long LOCK = Migrations.LOCK + 2;

  private static final String MINUTES =
      """
      insert into monitor.samples_minute (bucket, day, series_id, origin_id, count, total, min,
        max, last_time, last)
      select bucket, day, series_id, origin_id, count, total, min, max,
        to_timestamp(last[1]), last[2]
      from (
        select date_bin('1 minute', time, '1970-01-01Z') as bucket, day, series_id, origin_id,
          count(*) as count, sum(value * 2.0::float8 ^ -40) as total, min(value) as min,
          max(value) as max, max(array[extract(epoch from time)::float8, value]) as last
        from monitor.samples where day = ? and time >= ? and time < ? group by 1, 2, 3, 4) s
      """;

  private static final String HOURS =
      """
      insert into monitor.samples_hour (bucket, day, series_id, origin_id, count, total, min, max,
        last_time, last)
      select bucket, day, series_id, origin_id, count, total, min, max,
        to_timestamp(last[1]), last[2]
      from (
        select date_bin('1 hour', bucket, '1970-01-01Z') as bucket, day, series_id, origin_id,
          sum(count) as count, sum(total) as total, min(min) as min, max(max) as max,
          max(array[extract(epoch from last_time)::float8, last]) as last
        from monitor.samples_minute where day = ? and bucket >= ? and bucket < ?
        group by 1, 2, 3, 4) s
      """;

  /**
   * Makes one pass; none while somebody else makes one.
   *
   * @return how many ranges of time were made anew
   */
  public int update() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!locked(statement)) {
        return 0;
      }
      try {
        partitions();
        return pass();
      } finally {
        statement.execute("select pg_advisory_unlock(%d)".formatted(LOCK));
      }
    }
  }

  private static boolean locked(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("select pg_try_advisory_lock(%d)".formatted(LOCK))) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** Days of before the roll-ups were there get theirs; those of today were made with the rest. */
  private void partitions() throws SQLException {
    List<Unrolled> unrolled = Unrolled.list(connection);
    for (LocalDate day : unrolled.stream().map(Unrolled::day).distinct().toList()) {
      for (Rollup rollup : Rollup.values()) {
        Partitions.create(connection, rollup.table(), day);
      }
    }
  }

  private int pass() throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    try {
      List<Unrolled> minutes = Unrolled.list(connection);
      for (Unrolled each : minutes) {
        remake(Rollup.MINUTE, MINUTES, each);
      }
      for (Unrolled each : Unrolled.widen(minutes, Rollup.HOUR)) {
        remake(Rollup.HOUR, HOURS, each);
      }
      move();
      connection.commit();
      return minutes.size();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
  }

  private void remake(Rollup rollup, String insert, Unrolled stale) throws SQLException {
    String delete =
        "delete from monitor." + rollup.table() + " where day = ? and bucket >= ? and bucket < ?";
    for (String sql : List.of(delete, insert)) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setObject(1, stale.day());
        statement.setObject(2, stale.first().atOffset(ZoneOffset.UTC));
        statement.setObject(3, stale.beyond().atOffset(ZoneOffset.UTC));
        statement.executeUpdate();
      }
    }
  }

  private void move() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into monitor.rolled as r (mark_id, next_sequence)
          select m.id, m.next_sequence from monitor.marks m
          where m.next_sequence is not null and exists (
            select from monitor.origins o where o.mark_id = m.id and o.kind = 'sample')
          on conflict (mark_id) do update set next_sequence = excluded.next_sequence
          where r.next_sequence < excluded.next_sequence
          """);
    }
  }
}
