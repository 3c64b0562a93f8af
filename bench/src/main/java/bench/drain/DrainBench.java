package bench.drain;

import bench.platform.Folders;
import bench.platform.LiveLines;
import bench.platform.PlainCopy;
import bench.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/**
 * The assembled distribution with a heap of 64 MiB: PostgreSQL hangs while lines come in at a rate,
 * and comes back. Rows a second until the backlog is gone, beside the live rate and beside a plain
 * COPY of the same rows under the same load; the time until an event that is handed in is durable,
 * before, while PostgreSQL hangs, and during the drain; and how far storage of another stream is
 * behind during the drain.
 *
 * <p>Arguments: seconds that PostgreSQL hangs (default 60), lines a second (10,000), rounds (3).
 */
public final class DrainBench {
  private static final int COPIED = 400_000;
  private static final String MARK =
      "select coalesce(sum(next_sequence), 0) from streams_v1 where stream like 'collector.logs%'";

  private final Platform platform;
  private final LiveLines lines;
  private final Prober prober;

  private DrainBench(Platform platform, LiveLines lines, Prober prober) {
    this.platform = platform;
    this.lines = lines;
    this.prober = prober;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int away = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    for (int round = 0; round < rounds; round++) {
      Path folder = Folders.make("drain-bench");
      try (Platform platform = started(folder);
          LiveLines lines = new LiveLines(folder.resolve("live.log"), rate);
          Prober prober = new Prober(platform)) {
        new DrainBench(platform, lines, prober).round(away, rate);
      } finally {
        Folders.delete(folder);
      }
    }
  }

  private static Platform started(Path folder) throws IOException, InterruptedException {
    String configuration =
        """
        [collector.metrics]
        interval = "1s"

        [[collector.logs]]
        name = "live"
        paths = ["%s/*.log"]
        """
            .formatted(folder);
    Platform platform = Platform.start(folder, "standalone", configuration, "-Xmx64m");
    platform.setUp();
    return platform;
  }

  private void round(int away, int rate) throws Exception {
    pause(10);
    prober.phase();
    pause(10);
    System.out.printf("database there: %s%n", prober.phase());
    platform.signalDatabase("-STOP");
    pause(away);
    System.out.printf(
        "database hangs: %s, resident %d MiB%n", prober.phase(), platform.residentMib());
    try (Connection connection = thawed()) {
      drain(connection, rate);
      System.out.printf("plain COPY: %,.0f rows/s%n", PlainCopy.rate(connection, "logs", COPIED));
    }
  }

  private Connection thawed() throws IOException, InterruptedException, SQLException {
    platform.signalDatabase("-CONT");
    return platform.connect();
  }

  private void drain(Connection connection, int rate) throws SQLException, IOException {
    long start = System.nanoTime();
    double cpu = platform.cpuSeconds();
    long before = stored(connection);
    long backlog = lines.written() - before;
    double lag = 0;
    double first = 0;
    long now = before;
    while (now < lines.written() - rate / 4) {
      double behind = prober.lagMillis(connection, start);
      first = first == 0 && behind > 0 ? (System.nanoTime() - start) / 1e6 : first;
      lag = Math.max(lag, behind);
      LockSupport.parkNanos(50_000_000L);
      now = stored(connection);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double perSecond = (now - before) / seconds;
    System.out.printf(
        "drain: backlog %,d in %.1f s: %,.0f rows/s, %.1f times the live rate, %.2f cpu s/M%n",
        backlog,
        seconds,
        perSecond,
        perSecond / rate,
        (platform.cpuSeconds() - cpu) * 1e6 / (now - before));
    System.out.printf(
        "drain: %s, resident %d MiB, another stream stored again after %.0f ms, then behind by at"
            + " most %.0f ms%n",
        prober.phase(), platform.residentMib(), first, lag);
  }

  private static long stored(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(MARK)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void pause(int seconds) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
