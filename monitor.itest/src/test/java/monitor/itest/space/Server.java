package monitor.itest.space;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import monitor.itest.Await;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL that comes with the collector, made and run on a host of its own as an
 * administrator would, and not by the platform.
 */
final class Server implements AutoCloseable {
  static final int PORT = 5432;
  private static final String USER = "monitor";
  private static final String PASSWORD = "correct-horse-battery-8";
  private static final Duration READY = Duration.ofSeconds(300);
  private static final int PATIENCE_SECONDS = 600;
  private static final List<String> NAMESPACE =
      List.of("unshare", "--user", "--map-user=1000", "--map-group=1000", "--");

  private final Space space;
  private final String host;
  private final Path folder;
  private final Door door;
  private @Nullable Process postmaster;

  private Server(Space space, String host, Path folder) throws IOException {
    this.space = space;
    this.host = host;
    this.folder = folder;
    this.door = Door.into(space, host, new InetSocketAddress(space.address(host), PORT));
  }

  /**
   * Makes one with an empty database, and starts it.
   *
   * @param home the distribution that has its programs
   */
  static Server start(Space space, String host, Path folder, Path home) throws Exception {
    Server server = new Server(space, host, Files.createDirectories(folder));
    server.unpack(home.resolve("lib/postgres"));
    server.make();
    server.awaitReady();
    try (Connection connection = server.connect("postgres", PATIENCE_SECONDS);
        Statement statement = connection.createStatement()) {
      statement.execute("create database monitor");
    }
    return server;
  }

  private void unpack(Path jars) throws IOException, InterruptedException {
    Path archive = folder.resolve("postgres.txz");
    try (DirectoryStream<Path> found = Files.newDirectoryStream(jars, "*linux-amd64*.jar");
        ZipFile jar = new ZipFile(found.iterator().next().toFile())) {
      ZipEntry entry =
          jar.stream().filter(each -> each.getName().endsWith(".txz")).findFirst().orElseThrow();
      try (InputStream in = jar.getInputStream(entry)) {
        Files.copy(in, archive);
      }
    }
    Path programs = Files.createDirectories(folder.resolve("programs"));
    run(List.of("tar", "-xJf", archive.toString(), "-C", programs.toString()));
    Files.delete(archive);
  }

  private void make() throws IOException, InterruptedException {
    Path secret = Files.writeString(folder.resolve("password"), PASSWORD);
    List<String> command = new ArrayList<>(NAMESPACE);
    command.addAll(List.of(program("initdb"), "-D", data().toString(), "-U", USER));
    command.addAll(List.of("--pwfile=" + secret, "--auth=scram-sha-256", "--encoding=UTF8"));
    command.addAll(List.of("--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync"));
    run(command);
    Files.writeString(
        data().resolve("pg_hba.conf"),
        "\nhost all all samenet scram-sha-256\n",
        StandardOpenOption.APPEND);
    Files.writeString(
        data().resolve("postgresql.conf"),
        """

        listen_addresses = '*'
        unix_socket_directories = ''
        wal_level = minimal
        max_wal_senders = 0
        jit = off
        io_method = sync
        """,
        StandardOpenOption.APPEND);
  }

  private String program(String name) {
    return folder.resolve("programs/bin").resolve(name).toString();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    Process process = logged(command).start();
    if (process.waitFor() != 0) {
      throw new IOException(command + " failed, see " + output());
    }
  }

  private ProcessBuilder logged(List<String> command) {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
  }

  private Path output() {
    return folder.resolve("output.txt");
  }

  /** Starts it where it does not run; one that was killed may have left something that hinders. */
  void start(String... settings) throws IOException {
    if (processes().isEmpty()) {
      List<String> command = new ArrayList<>(NAMESPACE);
      command.addAll(List.of(program("postgres"), "-D", data().toString()));
      Stream.of(settings).forEach(setting -> command.addAll(List.of("-c", setting)));
      postmaster = logged(space.command(host, command)).start();
    }
  }

  /** Starts it until it takes connections. */
  void awaitReady() throws Exception {
    Await.until(
        "the server, see " + output(),
        READY,
        () -> {
          start();
          return answers();
        },
        answers -> answers);
  }

  private boolean answers() {
    try (Connection connection = connect("postgres", 5)) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  /** The postmaster and its children; none if it does not run. */
  List<ProcessHandle> processes() {
    Process running = postmaster;
    return running == null || !running.isAlive()
        ? List.of()
        : Stream.concat(Stream.of(running.toHandle()), running.children()).toList();
  }

  /** What a collector is told. */
  String url(int port) {
    return "postgres://%s:%s@%s:%d/monitor?sslmode=disable"
        .formatted(USER, PASSWORD, space.address(host), port);
  }

  /** A session of the superuser. */
  Connection connect() throws SQLException {
    return connect("monitor", PATIENCE_SECONDS);
  }

  private Connection connect(String database, int seconds) throws SQLException {
    String url =
        "jdbc:postgresql://127.0.0.1:%d/%s?connectTimeout=5&loginTimeout=10&socketTimeout=%d"
            .formatted(door.port(), database, seconds);
    return DriverManager.getConnection(url, USER, PASSWORD);
  }

  /** Ends it at once, as {@code pg_ctl stop -m immediate} does. */
  void stopImmediately() throws IOException, InterruptedException {
    Process running = postmaster;
    if (running != null && running.isAlive()) {
      run(List.of("kill", "-QUIT", Long.toString(running.pid())));
      running.waitFor();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    Process running = postmaster;
    if (running != null && running.isAlive()) {
      run(List.of("kill", "-INT", Long.toString(running.pid())));
      if (!running.waitFor(60, TimeUnit.SECONDS)) {
        stopImmediately();
      }
    }
    door.close();
  }
}
