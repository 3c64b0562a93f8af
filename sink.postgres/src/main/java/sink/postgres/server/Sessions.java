package sink.postgres.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** Connections as we want them: in UTC, durable, and never waiting for ever. */
public final class Sessions {
  /** Longest wait for a TCP connection, in seconds. */
  static final int CONNECT_SECONDS = 10;

  /**
   * Longest silence of a server that owes an answer, in seconds; above every statement time-out.
   */
  static final int SOCKET_SECONDS = 90;

  private static final Duration LOCK = Duration.ofSeconds(10);

  /** So long a connection is silent until the server asks, how often then, and how many times. */
  private static final int IDLE_SECONDS = 20;

  private static final int PROBE_SECONDS = 5;
  private static final int PROBES = 4;

  /** So long what the server has sent may stay without an acknowledgement. */
  private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(40);

  private Sessions() {}

  /**
   * Opens a connection whose commits are on disk when they return.
   *
   * @param statement longest time of one statement; zero for no limit
   */
  public static Connection open(DataSource source, Duration statement) throws SQLException {
    Connection connection = source.getConnection();
    try {
      prepare(connection, statement);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void prepare(Connection connection, Duration statement) throws SQLException {
    if (statement.isZero()) {
      connection.setNetworkTimeout(Runnable::run, 0);
    }
    try (Statement set = connection.createStatement()) {
      set.execute(settings(statement));
    }
  }

  /**
   * What a connection is told before its first use, as SQL.
   *
   * @param statement longest time of one statement; zero for no limit
   */
  public static String settings(Duration statement) {
    // Who waits for the lock of a mark sees then what the one before has committed. A client whose
    // machine is gone in the middle of a COPY is noticed by the network alone, which by itself
    // takes up to two hours; so long its locks would stay. Keep-alives are not sent while something
    // that was sent is not acknowledged: that has a limit of its own.
    return ("set default_transaction_isolation = 'read committed';"
            + " set timezone = 'UTC'; set application_name = 'monitor'; set synchronous_commit = on;"
            + " set lock_timeout = %d; set statement_timeout = %d;"
            + " set idle_in_transaction_session_timeout = '60s'; set jit = off;"
            + " set tcp_keepalives_idle = %d; set tcp_keepalives_interval = %d;"
            + " set tcp_keepalives_count = %d; set tcp_user_timeout = %d")
        .formatted(
            LOCK.toMillis(),
            statement.toMillis(),
            IDLE_SECONDS,
            PROBE_SECONDS,
            PROBES,
            UNACKNOWLEDGED.toMillis());
  }

  /** A setting of the server, as it is in effect on this connection. */
  public static String setting(Connection connection, String name) throws SQLException {
    try (Statement show = connection.createStatement();
        ResultSet row = show.executeQuery("select current_setting('" + name + "')")) {
      row.next();
      return row.getString(1);
    }
  }
}
