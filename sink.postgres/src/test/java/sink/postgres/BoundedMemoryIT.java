package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** With a heap of 64 MiB, large batches, and a server that stands still for a while. */
@ExtendWith(TestServer.Extension.class)
final class BoundedMemoryIT {
  private static final int BATCHES = 100;

  @Test
  void holdsNoMoreThanItsBounds(TestServer server, @TempDir Path folder) throws Exception {
    TestDatabase database = server.database();
    SinkHarness.of(database.sink()).open().close();
    Path log = folder.resolve("log");
    Process child;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock monitor.logs in access exclusive mode");
      child = start(database, log);
      database.await(
          "select least(1, count(*)) from pg_stat_activity where datname = current_database()"
              + " and wait_event_type = 'Lock'",
          1);
      connection.rollback();
    }
    boolean ended = child.waitFor(4, TimeUnit.MINUTES);
    child.destroyForcibly();
    assertThat(ended).as(Files.readString(log)).isTrue();
    assertThat(Files.readString(log)).contains("accepted").doesNotContain("OutOfMemoryError");
    assertThat(database.number("select count(*) from logs_v1")).isEqualTo(BATCHES * 64);
  }

  private static Process start(TestDatabase database, Path log) throws Exception {
    String java = ProcessHandle.current().info().command().orElseThrow();
    return new ProcessBuilder(
            java,
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SmallHeap.class.getName(),
            database.url(),
            String.valueOf(BATCHES))
        .directory(new File("."))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
