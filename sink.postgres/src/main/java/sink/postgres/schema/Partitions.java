package sink.postgres.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Partitions: one of each table for each day of receipt (UTC), such as {@code logs_20261121}. */
public final class Partitions {
  /** Tables whose partitions live as long as the retention of events. */
  public static final List<String> EVENTS =
      List.of("samples", "logs", "processes", "probes", "events");

  /** Tables whose partitions live as long as a batch can be sent again. */
  static final List<String> BATCHES = List.of("batches");

  /** Tables of roll-ups; those of samples live longer than the samples. */
  static final List<String> ROLLUPS = Stream.of(Rollup.values()).map(Rollup::table).toList();

  private static final long LOCK = Migrations.LOCK + 1;
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

  private Partitions() {}

  /** The partition of a table for a day, with its schema. */
  public static String name(String table, LocalDate day) {
    return "monitor." + table + "_" + DAY.format(day);
  }

  /**
   * Makes the partitions of a day; those that are there stay, and then nothing is locked. Each is
   * made in a transaction of its own: whoever holds one table while it waits for another may be
   * waited for by a writer that has them in the other order. PostgreSQL ends such a circle after
   * {@code deadlock_timeout}, but by the wall clock, so that after a jump it may last.
   *
   * @param connection in auto-commit
   */
  public static void create(Connection connection, LocalDate day) throws SQLException {
    if (complete(connection, day)) {
      return;
    }
    for (String table : all()) {
      create(connection, table, day);
    }
  }

  /** Makes one partition, if it is not there. */
  static void create(Connection connection, String table, LocalDate day) throws SQLException {
    // "if not exists" alone is no protection from another collector that does the same now.
    String sql =
        """
        begin;
        select pg_advisory_xact_lock(%d);
        create table if not exists %s partition of monitor.%s for values in ('%s');
        commit\
        """
            .formatted(LOCK, name(table, day), table, day);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("rollback");
      }
      throw e;
    }
  }

  /** Whether a day has all its partitions. */
  public static boolean complete(Connection connection, LocalDate day) throws SQLException {
    StringBuilder sql = new StringBuilder("select true");
    for (String table : all()) {
      sql.append(" and to_regclass('%s') is not null".formatted(name(table, day)));
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.toString())) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static List<String> all() {
    List<String> tables = new ArrayList<>(EVENTS);
    tables.addAll(BATCHES);
    tables.addAll(ROLLUPS);
    return tables;
  }

  /** The days for which a table has partitions, oldest first. */
  public static List<LocalDate> days(Connection connection, String table) throws SQLException {
    List<LocalDate> days = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = 'monitor.%s'::regclass order by 1
                """
                    .formatted(table))) {
      while (rows.next()) {
        String name = rows.getString(1);
        days.add(LocalDate.parse(name.substring(table.length() + 1), DAY));
      }
    }
    return days;
  }
}
