package sink.postgres.write;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sink.postgres.schema.Durability;
import sink.postgres.server.Database;
import sink.postgres.server.Sessions;

/**
 * One connection that is opened when needed and again after it broke. Used by one thread, but for
 * {@link #abort}.
 */
final class Session implements AutoCloseable {
  private static final Duration STATEMENT = Duration.ofSeconds(60);

  private final Database database;
  private final boolean strict;
  private final Consumer<String> progress;
  private volatile @Nullable Connection connection;
  private String server = "";

  /**
   * Opens nothing yet.
   *
   * @param strict whether a server that may forget what it has committed is refused
   * @param progress told when an embedded server is started again
   */
  Session(Database database, boolean strict, Consumer<String> progress) {
    this.database = database;
    this.strict = strict;
    this.progress = progress;
  }

  /** The connection; an embedded server that has ended is started for it. */
  Connection connection() throws SQLException, IOException, InterruptedException {
    Connection open = connection;
    if (open == null) {
      open = open();
      connection = open;
    }
    return open;
  }

  /**
   * Which life of which database the connection belongs to. What was read in one life is true for
   * all of it; another may have begun from an older copy, where the same keys mean other things.
   */
  String server() {
    return server;
  }

  private Connection open() throws SQLException, IOException, InterruptedException {
    try {
      return checked(Sessions.open(database.dataSource(), STATEMENT));
    } catch (SQLException e) {
      if (!SqlState.of(e).equals("08")) {
        throw e;
      }
      database.ensureRunning(progress);
      return checked(Sessions.open(database.dataSource(), STATEMENT));
    }
  }

  private Connection checked(Connection fresh) throws SQLException, IOException {
    try {
      List<String> weaknesses = strict ? Durability.weaknesses(fresh) : List.of();
      if (!weaknesses.isEmpty()) {
        throw new IOException("refused: " + String.join(" and ", weaknesses));
      }
      server = life(fresh);
      return fresh;
    } catch (SQLException | IOException e) {
      fresh.close();
      throw e;
    }
  }

  private static String life(Connection fresh) throws SQLException {
    try (Statement statement = fresh.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select pg_postmaster_start_time() || ' ' || oid
                from pg_database where datname = current_database()
                """)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Breaks the connection, from any thread: whoever waits for the server gets an error. */
  void abort() {
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        return;
      }
    }
  }

  /** Closes the connection; the next use opens another. */
  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // It is of no use any more, whatever it says.
        return;
      }
    }
  }
}
