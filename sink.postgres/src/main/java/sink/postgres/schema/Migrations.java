package sink.postgres.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the schema of this version: numbered scripts, each in a transaction of its
 * own with its row in {@code monitor.schema_version}, under an advisory lock, so that any number of
 * collectors may start at once. Scripts only ever add, so that the version before still works when
 * an upgrade is rolled back.
 */
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  /** In order; the place in this list, from 1, is the version. Never changed once released. */
  private static final List<String> SCRIPTS =
      List.of("001-tables", "002-views", "003-reader", "004-rollups", "005-traffic", "006-means");

  /** Any number that nobody else uses: "monitor" in ASCII. */
  static final long LOCK = 0x6d6f6e69746f72L;

  private Migrations() {}

  /** The version that {@link #migrate} brings a database to. */
  public static int version() {
    return SCRIPTS.size();
  }

  /**
   * Applies what is missing. A database that is already further, by a newer version of the plugin,
   * is left as it is. Waits for another that does the same, and for tables as long as the lock
   * time-out of the connection says; what was applied until then stays.
   *
   * @param connection in auto-commit, without a statement time-out; to be closed after a failure
   * @return how many scripts were applied
   */
  public static int migrate(Connection connection) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      // Without limit for the scripts of another collector alone: behind whoever waits for a table
      // wait all who come later, so that a long reader would stop queries and writers too.
      statement.execute(
          "begin; set local lock_timeout = 0; select pg_advisory_lock(%d); commit".formatted(LOCK));
      try {
        return applyMissing(connection);
      } finally {
        statement.execute("select pg_advisory_unlock(" + LOCK + ")");
      }
    }
  }

  private static int applyMissing(Connection connection) throws SQLException, IOException {
    int current = current(connection);
    for (int version = current + 1; version <= SCRIPTS.size(); version++) {
      apply(connection, version, SCRIPTS.get(version - 1));
    }
    if (current < SCRIPTS.size()) {
      LOG.info("The schema was brought from version {} to {}.", current, SCRIPTS.size());
    }
    return Math.max(0, SCRIPTS.size() - current);
  }

  private static int current(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create schema if not exists monitor;
          create table if not exists monitor.schema_version (
            version int primary key, name text not null, applied timestamptz not null default now())
          """);
      try (ResultSet row =
          statement.executeQuery("select coalesce(max(version), 0) from monitor.schema_version")) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private static void apply(Connection connection, int version, String name)
      throws SQLException, IOException {
    connection.setAutoCommit(false);
    try (Statement script = connection.createStatement();
        PreparedStatement done =
            connection.prepareStatement(
                "insert into monitor.schema_version (version, name) values (?, ?)")) {
      script.execute(read(name));
      done.setInt(1, version);
      done.setString(2, name);
      done.executeUpdate();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String read(String name) throws IOException {
    try (InputStream stream = Migrations.class.getResourceAsStream(name + ".sql")) {
      if (stream == null) {
        throw new IOException("the bundle has no migration " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
