package sink.postgres.read;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Objects;
import monitor.api.query.QueryException;
import monitor.api.query.QueryTimeoutException;
import sink.postgres.server.Database;
import sink.postgres.server.Sessions;

/** A few read-only connections with a time-out for each statement. Thread-safe. */
final class ReadPool implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final String CANCELED = "57014";

  /** The beginnings of SQL states: the connection failed; the server stops or ended a back end. */
  private static final String CONNECTION = "08";

  private static final String SHUTDOWN = "57P";

  private final HikariDataSource pool;
  private final Duration timeout;

  /** Connects when it is first used. */
  ReadPool(Database database, int connections, Duration timeout) {
    this.timeout = timeout;
    HikariConfig config = new HikariConfig();
    config.setPoolName("sink.postgres-query");
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE.toMillis());
    config.setConnectionTimeout(WAIT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setReadOnly(true);
    config.setConnectionInitSql(settings(timeout));
    pool = new HikariDataSource(config);
  }

  /**
   * What a connection is told before its first use, as SQL: partitions and indexes are chosen by
   * the times that are asked for; a query has one process and takes no processor from those who
   * write; and a page that an index leads to costs about what the next page of a table does, as on
   * a disk without moving parts, or in memory.
   */
  static String settings(Duration timeout) {
    return Sessions.settings(timeout)
        + "; set plan_cache_mode = force_custom_plan; set max_parallel_workers_per_gather = 0;"
        + " set random_page_cost = 1.1";
  }

  /** What is done with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /**
   * Does something with a connection.
   *
   * @throws QueryException with a reason for a person
   */
  <T> T query(Work<T> work) throws QueryException {
    try (Connection connection = pool.getConnection()) {
      return work.with(connection);
    } catch (SQLException e) {
      throw CANCELED.equals(e.getSQLState())
          ? new QueryTimeoutException(tooLong(), e)
          : new QueryException(reason(e), e);
    }
  }

  /**
   * Does several reads of the same state.
   *
   * @throws QueryException with a reason for a person
   */
  <T> T snapshot(Work<T> work) throws QueryException {
    return query(connection -> {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      // The pool rolls back, and sets back what was set, when it takes the connection back.
      return work.with(connection);
    });
  }

  private String tooLong() {
    return "the query took longer than %d s; choose a shorter period, more exact filters or a step"
        .formatted(Math.max(1, timeout.toSeconds()));
  }

  private String reason(SQLException error) {
    if (pool.isClosed()) {
      return "storage stops, as while it is upgraded, and answers no more; try again";
    }
    if (error instanceof SQLTransientConnectionException) {
      Throwable cause = error.getCause();
      return cause == null
          ? "all connections for queries are busy; try again"
          : "the database does not answer: " + cause.getMessage();
    }
    if (ended(error)) {
      return "storage ended the connection before it had answered; try again: "
          + error.getMessage();
    }
    return "the database says: " + error.getMessage();
  }

  /** By its fault or because it stops, as while it is upgraded. */
  private static boolean ended(SQLException error) {
    String state = Objects.requireNonNullElse(error.getSQLState(), "");
    return state.startsWith(CONNECTION) || state.startsWith(SHUTDOWN);
  }

  @Override
  public void close() {
    pool.close();
  }
}
