package bench.transport;

import bench.platform.Folders;
import bench.platform.PlainCopy;
import bench.platform.Platform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import monitor.api.event.Kind;

/**
 * The collector distribution with its own PostgreSQL takes what two agents of another process send
 * as fast as it is taken, until all is accepted: events a second, and processor seconds of the
 * collector for a million. In turn with it a plain binary COPY of rows of the same table.
 *
 * <p>Arguments: events of a round (default 1,000,000), rounds (default 5).
 */
public final class StorageBench {
  private static final int EVENTS_PER_BATCH = 8_000;

  private StorageBench() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    Path folder = Folders.make("storage-bench");
    int port = freePort();
    String configuration = "[receiver.websocket]\nlisten = \"127.0.0.1:" + port + "\"\n";
    try (Platform collector = Platform.start(folder, "collector", configuration, "");
        Connection connection = collector.connect()) {
      for (Kind kind : List.of(Kind.SAMPLE, Kind.LOG)) {
        for (int round = 0; round <= rounds; round++) {
          round(collector, connection, port, kind, events, round);
        }
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static void round(
      Platform collector, Connection connection, int port, Kind kind, int events, int round)
      throws Exception {
    try (FloodProcess agents =
        FloodProcess.start(port, kind, events, EVENTS_PER_BATCH, kind.name() + round + "-")) {
      double cpu = collector.cpuSeconds();
      double seconds = agents.run();
      double used = (collector.cpuSeconds() - cpu) * 1e6 / events;
      double plain = PlainCopy.rate(connection, kind.name() + "s", events / 2);
      System.out.printf(
          "%-6s %s: %,9.0f events/s, plain COPY %,9.0f, ratio %.2f, collector %.2f cpu s/M%n",
          kind,
          round == 0 ? "warm-up" : "round " + round,
          events / seconds,
          plain,
          events / seconds / plain,
          used);
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
