package sink.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import sink.postgres.server.Database;
import sink.postgres.server.DatabaseUrl;
import sink.postgres.server.ExternalDatabase;
import sink.postgres.server.Sessions;

/** A database of one test. */
public record TestDatabase(String url) {
  /** Its name. */
  public String name() {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** As the sink sees it. */
  public Database database() {
    return new ExternalDatabase(DatabaseUrl.parse(url));
  }

  /** A new connection, in auto-commit. */
  public Connection connect() throws SQLException {
    // long: a drop of a database makes a checkpoint, which a busy machine takes its time for
    return Sessions.open(database().dataSource(), Duration.ofMinutes(3));
  }

  /** Runs a statement. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a query, columns joined by bars. */
  public List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        result.add(String.join("|", row));
      }
      return result;
    }
  }

  /** The only value of a query. */
  public long number(String sql) throws SQLException {
    return Long.parseLong(rows(sql).getFirst());
  }

  /** Waits until a query gives a number. */
  public void await(String sql, long expected) throws Exception {
    await(sql, "= " + expected, number -> number == expected);
  }

  /** Waits until a query gives at least a number. */
  public void awaitAtLeast(String sql, long least) throws Exception {
    await(sql, ">= " + least, number -> number >= least);
  }

  private void await(String sql, String what, LongPredicate wanted) throws Exception {
    Await.until(sql + " " + what, () -> wanted.test(number(sql)));
  }

  /** A sink that stores here; what it publishes goes nowhere. */
  public PostgresSink sink() {
    return new PostgresSink(settings(), database(), new TestSurroundings());
  }

  /** Settings for a database given by its address. */
  public static Settings settings() {
    return Settings.of(TestConfiguration.defaults());
  }
}
