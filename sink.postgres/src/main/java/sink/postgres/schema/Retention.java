package sink.postgres.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to days: made ahead, indexed when they are over, dropped when they are too old.
 *
 * @param events how long events are kept, at least one day
 * @param tables how long those of some tables are kept instead, and roll-ups, by name; roll-ups of
 *     samples at least as long as what they are made of, as queries read them for all that is whole
 * @param batches how long identities of batches are kept, longer than any journal holds one; at
 *     least as long as any events, as roll-ups are made of what batches say
 */
public record Retention(Duration events, Map<String, Duration> tables, Duration batches) {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int DAYS_AHEAD = 2;

  /** Copies the map; raises what would be kept too short. */
  public Retention {
    Map<String, Duration> kept = new HashMap<>(tables);
    Duration atLeast = kept.getOrDefault("samples", events);
    for (Rollup rollup : List.of(Rollup.MINUTE, Rollup.HOUR)) {
      atLeast = longer(kept.getOrDefault(rollup.table(), events), atLeast);
      kept.put(rollup.table(), atLeast);
    }
    tables = Map.copyOf(kept);
    for (String table : Partitions.EVENTS) {
      batches = longer(tables.getOrDefault(table, events), batches);
    }
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? b : a;
  }

  /** How long the rows of a table are kept. */
  public Duration of(String table) {
    return tables.getOrDefault(table, events);
  }

  /**
   * Makes the partitions of a day and of those after it; none before the oldest there is, where
   * only a wrong clock leads and the next right one would drop them.
   */
  public void prepare(Connection connection, LocalDate today) throws SQLException {
    List<LocalDate> days = Partitions.days(connection, "samples");
    if (!days.isEmpty() && today.isBefore(days.getFirst())) {
      return;
    }
    for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
      Partitions.create(connection, today.plusDays(ahead));
    }
  }

  /**
   * Gives the days that are over the indexes that would have slowed down their writing.
   *
   * @param connection in auto-commit, without a statement time-out
   */
  public void index(Connection connection, LocalDate today) throws SQLException {
    index(connection, "samples", "series_id, time", today);
    index(connection, "logs", "time", today);
  }

  private static void index(Connection connection, String table, String columns, LocalDate today)
      throws SQLException {
    for (LocalDate day : Partitions.days(connection, table)) {
      if (day.isBefore(today)) {
        indexDay(connection, table, columns, day);
      }
    }
  }

  private static void indexDay(Connection connection, String table, String columns, LocalDate day)
      throws SQLException {
    String partition = Partitions.name(table, day);
    String name = partition.substring(partition.indexOf('.') + 1) + "_closed";
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create index if not exists %s on %s (%s)".formatted(name, partition, columns));
    }
  }

  /** Drops what is older than it is to be kept. */
  public void drop(Connection connection, LocalDate today) throws SQLException {
    for (List<String> some : List.of(Partitions.EVENTS, Partitions.ROLLUPS)) {
      for (String table : some) {
        drop(connection, table, today.minusDays(of(table).toDays()));
      }
    }
    LocalDate firstBatch = today.minusDays(batches.toDays());
    for (String table : Partitions.BATCHES) {
      drop(connection, table, firstBatch);
    }
    delete(connection, "gaps", firstBatch);
    delete(connection, "dead_letters", firstBatch);
  }

  private static void drop(Connection connection, String table, LocalDate firstKept)
      throws SQLException {
    List<LocalDate> days = Partitions.days(connection, table);
    for (LocalDate day : days) {
      if (day.isBefore(firstKept)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("drop table if exists " + Partitions.name(table, day));
        }
        LOG.info("The {} of {} were dropped: they are older than the retention.", table, day);
      }
    }
  }

  private static void delete(Connection connection, String table, LocalDate firstKept)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from monitor." + table + " where received < ?")) {
      delete.setObject(1, firstKept.atStartOfDay().atOffset(ZoneOffset.UTC));
      delete.executeUpdate();
    }
  }
}
