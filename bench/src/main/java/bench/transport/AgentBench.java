package bench.transport;

import bench.platform.Folders;
import bench.platform.LiveLines;
import bench.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * The agent as it is shipped, and a collector with its own PostgreSQL, on one machine: the start of
 * the agent until the first sample of it is stored, its processor time and memory when it sends the
 * metrics of its host each second, and while lines are appended to a file at 1,000 and at 10,000 a
 * second; and the time from an append until the line can be seen in PostgreSQL, which is asked
 * again and again.
 *
 * <p>Arguments: seconds of each phase (default 60), options of Java for the agent beside its own.
 */
public final class AgentBench {
  private static final long LOOK_NANOS = 1_000_000L;
  private static final int[] RATES = {1_000, 10_000};
  private static final String SEEN =
      "select coalesce(sum(next_sequence), 0) from streams_v1 where stream like ?";

  private final Platform agent;
  private final Connection connection;
  private final int seconds;
  private long looks;

  private AgentBench(Platform agent, Connection connection, int seconds) {
    this.agent = agent;
    this.connection = connection;
    this.seconds = seconds;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    Path folder = Folders.make("agent-bench");
    int port = StorageBench.freePort();
    Path collectors = folder.resolve("collector");
    String listen = "[receiver.websocket]\nlisten = \"127.0.0.1:" + port + "\"\n";
    try (Platform collector = Platform.start(collectors, "collector", listen, "");
        Connection connection = collector.connect()) {
      long start = System.nanoTime();
      String options = arguments.length > 1 ? arguments[1] : "";
      try (Platform agent =
          Platform.start(folder.resolve("agent"), "agent", configuration(folder, port), options)) {
        AgentBench bench = new AgentBench(agent, connection, seconds);
        bench.started(start);
        bench.idle();
        for (int rate : RATES) {
          bench.lines(folder, rate);
        }
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static String configuration(Path folder, int port) {
    StringBuilder logs = new StringBuilder();
    for (int rate : RATES) {
      logs.append(
          "[[collector.logs]]\nname = \"at%d\"\npaths = [\"%s/%d.log\"]\n"
              .formatted(rate, folder, rate));
    }
    return """
    [collector.metrics]
    interval = "1s"

    [sink.websocket]
    addresses = ["ws://127.0.0.1:%d/transport"]

    """
            .formatted(port)
        + logs;
  }

  private void started(long start) throws SQLException {
    double ready = (System.nanoTime() - start) / 1e6;
    while (seen("collector.metrics%") == 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    System.out.printf(
        "start: ready after %.0f ms (looked at every 50), a sample of it stored after %.0f ms%n",
        ready, (System.nanoTime() - start) / 1e6);
  }

  private long seen(String stream) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SEEN)) {
      statement.setString(1, stream);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private void idle() throws IOException {
    // Until it has warmed up.
    LockSupport.parkNanos(seconds * 1_000_000_000L);
    double cpu = agent.cpuSeconds();
    long start = System.nanoTime();
    LockSupport.parkNanos(seconds * 1_000_000_000L);
    print("host metrics each second", cpu, start);
  }

  private void print(String what, double cpuBefore, long start) throws IOException {
    double wall = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s: %.2f %% of a core, %s%n",
        what, (agent.cpuSeconds() - cpuBefore) / wall * 100, agent.memory());
  }

  /** Costs and latencies at a rate, after a third of the time, which is to warm up. */
  private void lines(Path folder, int rate) throws Exception {
    try (LiveLines lines = new LiveLines(folder.resolve(rate + ".log"), rate)) {
      LockSupport.parkNanos(seconds * 333_000_000L);
      double cpu = agent.cpuSeconds();
      long start = System.nanoTime();
      long[] nanos = latencies(lines, rate, start + seconds * 1_000_000_000L);
      print("%,d lines a second".formatted(rate), cpu, start);
      Arrays.sort(nanos);
      System.out.printf(
          "  append to visible in PostgreSQL: p50 %.1f ms, p99 %.1f ms, most %.1f ms (%,d looks,"
              + " %,d groups of lines)%n",
          nanos[nanos.length / 2] / 1e6,
          nanos[nanos.length * 99 / 100] / 1e6,
          nanos[nanos.length - 1] / 1e6,
          looks,
          nanos.length);
    }
  }

  /** For each group of lines that were written at once, from then until it was seen. */
  private long[] latencies(LiveLines lines, int rate, long end) throws SQLException {
    int next = lines.ticks(0).size();
    LongStream.Builder nanos = LongStream.builder();
    looks = 0;
    while (System.nanoTime() - end < 0) {
      long seen = seen("collector.logs~at" + rate + "/%");
      long now = System.nanoTime();
      looks++;
      for (LiveLines.Tick tick : lines.ticks(next)) {
        if (tick.lines() <= seen) {
          nanos.add(now - tick.nanos());
          next++;
        }
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return nanos.build().toArray();
  }
}
