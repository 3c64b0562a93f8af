package sink.postgres.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own in the data folder, on a random port of the loopback, with a random
 * password. It outlives this object: the next version of the plugin, or the next start after a
 * kill, recognises the running server and takes it over.
 */
public final class EmbeddedDatabase implements Database {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String HOST = "127.0.0.1";
  private static final String NAME = "monitor";
  private static final Duration STATEMENT = Duration.ofSeconds(30);
  private static final Duration RECOVERY = Duration.ofMinutes(30);

  /** The server starts, recovers or stops (PostgreSQL documentation, "Error Codes"). */
  private static final String CANNOT_CONNECT_NOW = "57P03";

  private static final Duration POLL = Duration.ofMillis(50);

  private final Path jars;
  private final Path folder;
  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private @Nullable Cluster cluster;

  /**
   * Does nothing yet.
   *
   * @param jars folder with the packaged server
   * @param folder where programs and data live; made when needed
   */
  public EmbeddedDatabase(Path jars, Path folder) {
    this.jars = jars;
    this.folder = folder.toAbsolutePath().normalize();
    source.setServerNames(new String[] {HOST});
    source.setUser(Cluster.USER);
    source.setDatabaseName(NAME);
    source.setConnectTimeout(Sessions.CONNECT_SECONDS);
    source.setSocketTimeout(Sessions.SOCKET_SECONDS);
  }

  @Override
  public synchronized void ensureRunning(Consumer<String> progress)
      throws IOException, InterruptedException {
    Cluster mine = prepared(progress);
    source.setPassword(Secrets.readOrMake(folder.resolve("password")));
    if (!mine.exists()) {
      progress.accept("making the database in " + mine.data());
      mine.init(Secrets.readOrMake(folder.resolve("password")));
    }
    if (!takenOver(mine, progress)) {
      progress.accept("starting the database in " + mine.data());
      mine.start();
      connectTo(PostmasterFile.read(mine.data()).orElseThrow());
      LOG.info("The embedded PostgreSQL runs on port {} as {}.", port(), mine.account().name());
    }
    createDatabase();
  }

  private Cluster prepared(Consumer<String> progress) throws IOException, InterruptedException {
    Cluster known = cluster;
    if (known == null) {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Binaries binaries = Binaries.find(jars);
      Path bin = binaries.unpack(folder, progress).resolve("bin");
      Path data = folder.resolve("data-" + binaries.major());
      known = new Cluster(bin, data, Account.choose(bin.resolve("postgres"), data));
      cluster = known;
    }
    return known;
  }

  /** Takes over a server that runs on this data, or ends it where it is not as it should be. */
  private boolean takenOver(Cluster mine, Consumer<String> progress)
      throws IOException, InterruptedException {
    Optional<PostmasterFile> left = PostmasterFile.read(mine.data());
    if (left.isEmpty() || !left.get().alive()) {
      return false;
    }
    if (left.get().runs(mine.postgres()) && ready(mine, progress) && answers(mine)) {
      return true;
    }
    LOG.warn("The PostgreSQL that was left running in {} is restarted.", mine.data());
    mine.stop();
    return false;
  }

  private boolean ready(Cluster mine, Consumer<String> progress)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + RECOVERY.toNanos();
    boolean told = false;
    while (System.nanoTime() < deadline) {
      Optional<PostmasterFile> now = PostmasterFile.read(mine.data());
      if (now.isEmpty() || !now.get().alive() || now.get().stopping()) {
        return false;
      }
      if (now.get().ready()) {
        boolean other = now.get().port() != port();
        connectTo(now.get());
        if (other) {
          LOG.info("The running PostgreSQL on port {} is taken over.", port());
        }
        return true;
      }
      if (!told) {
        progress.accept("waiting for the database to recover");
        told = true;
      }
      Thread.sleep(POLL);
    }
    return false;
  }

  /**
   * Whether the server on this port is that of this cluster. One that recovers, because a back end
   * of it was killed, is waited for: told to stop in that state it may never do so.
   */
  private boolean answers(Cluster mine) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + RECOVERY.toNanos();
    while (true) {
      try (Connection connection = open("postgres")) {
        return Files.isSameFile(
            Path.of(Sessions.setting(connection, "data_directory")), mine.data());
      } catch (SQLException e) {
        boolean recovers =
            CANNOT_CONNECT_NOW.equals(e.getSQLState())
                && PostmasterFile.read(mine.data()).filter(file -> !file.stopping()).isPresent();
        if (!recovers || System.nanoTime() - deadline > 0) {
          LOG.warn("The PostgreSQL on port {} does not serve us: {}", port(), e.getMessage());
          return false;
        }
      }
      Thread.sleep(POLL);
    }
  }

  private void connectTo(PostmasterFile server) {
    source.setPortNumbers(new int[] {server.port()});
  }

  private int port() {
    return source.getPortNumbers()[0];
  }

  private void createDatabase() throws IOException {
    try (Connection connection = open("postgres");
        Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery("select 1 from pg_database where datname = '" + NAME + "'")) {
        if (row.next()) {
          return;
        }
      }
      statement.execute("create database " + NAME);
    } catch (SQLException e) {
      throw new IOException("the embedded database does not answer: " + e.getMessage(), e);
    }
  }

  private Connection open(String database) throws SQLException {
    PGSimpleDataSource other = new PGSimpleDataSource();
    other.setServerNames(source.getServerNames());
    other.setPortNumbers(source.getPortNumbers());
    other.setUser(source.getUser());
    other.setPassword(source.getPassword());
    other.setDatabaseName(database);
    other.setConnectTimeout(Sessions.CONNECT_SECONDS);
    return Sessions.open(other, STATEMENT);
  }

  @Override
  public DataSource dataSource() {
    return source;
  }

  @Override
  public synchronized void stop() throws IOException, InterruptedException {
    Cluster known = cluster;
    if (known != null && PostmasterFile.read(known.data()).isPresent()) {
      known.stop();
    }
  }

  @Override
  public synchronized List<String> stopCommand() {
    return cluster == null ? List.of() : cluster.stopCommand();
  }

  @Override
  public String description() {
    return "embedded PostgreSQL in " + folder;
  }
}
