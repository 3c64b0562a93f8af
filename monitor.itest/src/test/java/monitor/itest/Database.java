package monitor.itest;

import java.io.IOException;
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
import java.util.stream.Stream;

/** The embedded PostgreSQL of a data folder, seen from outside of the platform. */
final class Database {
  private static final String PID_FILE = "postmaster.pid";
  private static final int PORT_LINE = 3;
  private static final int DEPTH = 5;

  private Database() {}

  /** The first column of every row. */
  static List<String> query(Path data, String sql) throws IOException, SQLException {
    Path server = server(data).orElseThrow(() -> new IOException("no database in " + data));
    String port = Files.readAllLines(server.resolve(PID_FILE)).get(PORT_LINE).strip();
    String password = Files.readString(server.resolveSibling("password")).strip();
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/monitor";
    try (Connection connection = DriverManager.getConnection(url, "monitor", password);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  private static Optional<Path> server(Path data) throws IOException {
    if (!Files.exists(data)) {
      return Optional.empty();
    }
    try (Stream<Path> tree =
        Files.find(data, DEPTH, (path, attributes) -> path.endsWith(PID_FILE))) {
      return tree.map(Path::getParent).findFirst();
    }
  }

  /** A server that a killed platform left running is ended, so that no test leaves a process. */
  static void stopLeftOver(Path data) throws IOException {
    Optional<Path> server = server(data);
    if (server.isPresent()) {
      long pid = Long.parseLong(Files.readAllLines(server.get().resolve(PID_FILE)).getFirst());
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }
  }
}
