package monitor.itest.upgrade;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import monitor.itest.Await;
import monitor.itest.oracle.Target;

/**
 * Holds back the commits of the storage for a moment, so that a batch is in flight and others wait
 * behind it: a lock on the table of the marks, until it is closed.
 */
final class Hold implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String LOCK = "lock table monitor.marks in exclusive mode";
  private static final String WAITING =
      "select count(*) from pg_locks where not granted and relation = 'monitor.marks'::regclass";

  private final Connection connection;

  private Hold(Connection connection) {
    this.connection = connection;
  }

  /** Returns when a batch of the storage waits for the lock. */
  static Hold until(Target target) throws Exception {
    Hold hold = new Hold(begin(target));
    try {
      Await.until("a batch in flight", PATIENCE, hold::inFlight, count -> count > 0);
      return hold;
    } catch (Exception | AssertionError e) {
      hold.close();
      throw e;
    }
  }

  private static Connection begin(Target target) throws IOException, SQLException {
    Connection connection = target.connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOCK);
    }
    return connection;
  }

  /** Transactions that write batches and wait. */
  long inFlight() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(WAITING)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
