package monitor.itest;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The embedded PostgreSQL of a data folder, seen from outside of the platform. */
public final class Database {
  private static final String PID_FILE = "postmaster.pid";
  private static final int PORT_LINE = 3;
  private static final String OPTIONS = "?connectTimeout=5&socketTimeout=";

  /** A verdict on millions of rows takes minutes where others build. */
  private static final int PATIENCE_SECONDS = 600;

  private static final int ACTIVITY_SECONDS = 10;
  private static final String CONNECTION_LOST = "08006";
  private static final String ACTIVITY =
      """
      select concat_ws(' ', pid, pg_blocking_pids(pid)::text, state, wait_event_type, wait_event,
                       age(clock_timestamp(), query_start)::text, left(query, 120))
      from pg_stat_activity where pid <> pg_backend_pid()
      """;

  private Database() {}

  /** The first column of every row. A query without an answer says what the server was doing. */
  public static List<String> query(Path data, String sql) throws IOException, SQLException {
    try {
      return query(data, sql, PATIENCE_SECONDS);
    } catch (SQLException e) {
      if (CONNECTION_LOST.equals(e.getSQLState())) {
        e.addSuppressed(new SQLException(activity(data)));
      }
      throw e;
    }
  }

  private static String activity(Path data) {
    try {
      return String.join("\n", query(data, ACTIVITY, ACTIVITY_SECONDS));
    } catch (IOException | SQLException e) {
      return "nor does it say what it is doing: " + e;
    }
  }

  private static List<String> query(Path data, String sql, int seconds)
      throws IOException, SQLException {
    try (Connection connection = connect(data, "monitor", seconds);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  /** A session of its superuser. */
  public static Connection connect(Path data, String database) throws IOException, SQLException {
    return connect(data, database, PATIENCE_SECONDS);
  }

  private static Connection connect(Path data, String database, int seconds)
      throws IOException, SQLException {
    Path server = server(data).orElseThrow(() -> new IOException("no database in " + data));
    List<String> note = Files.readAllLines(server.resolve(PID_FILE));
    if (note.size() <= PORT_LINE) {
      throw new IOException("the database in " + data + " is starting");
    }
    String password = Files.readString(server.resolveSibling("password")).strip();
    String url =
        "jdbc:postgresql://127.0.0.1:"
            + note.get(PORT_LINE).strip()
            + "/"
            + database
            + OPTIONS
            + seconds;
    return DriverManager.getConnection(url, "monitor", password);
  }

  /** The process of the server, as its own note says. */
  public static Optional<ProcessHandle> postmaster(Path data) throws IOException {
    Optional<Path> server = server(data);
    if (server.isEmpty()) {
      return Optional.empty();
    }
    String pid = Files.readAllLines(server.get().resolve(PID_FILE)).getFirst().strip();
    return ProcessHandle.of(Long.parseLong(pid)).filter(Database::isPostgres);
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().filter(path -> path.endsWith("/postgres")).isPresent();
  }

  private static Optional<Path> server(Path data) throws IOException {
    Path folder = data.resolve("postgres");
    if (!Files.exists(folder)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> clusters = Files.newDirectoryStream(folder, "data-*")) {
      for (Path cluster : clusters) {
        if (Files.exists(cluster.resolve(PID_FILE))) {
          return Optional.of(cluster);
        }
      }
    }
    return Optional.empty();
  }

  /** A server that a killed platform left running is ended, so that no test leaves a process. */
  public static void stopLeftOver(Path data) throws IOException {
    postmaster(data).ifPresent(ProcessHandle::destroy);
  }
}
