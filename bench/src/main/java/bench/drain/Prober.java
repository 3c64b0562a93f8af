package bench.drain;

import bench.platform.Platform;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands in one metric twenty times a second through the API and takes the time until the answer,
 * which says that it is durable; and, asked for it, how far storage is behind.
 */
final class Prober implements AutoCloseable {
  private static final long PERIOD_NANOS = 50_000_000L;
  private static final String NAME = "bench.probe";

  private final Platform platform;
  private final Thread thread = new Thread(this::probe, "prober");
  private final List<Long> sentNanos = Collections.synchronizedList(new ArrayList<>());
  private List<Long> latencies = new ArrayList<>();
  private long refused;
  private volatile boolean stop;

  Prober(Platform platform) {
    this.platform = platform;
    thread.start();
  }

  /**
   * Of one phase.
   *
   * @param count answers
   * @param refused answers other than 202
   */
  record Latency(int count, long refused, double p50Millis, double p99Millis, double mostMillis) {}

  private void probe() {
    try {
      for (long number = 0; !stop; number++) {
        long start = System.nanoTime();
        sentNanos.add(start);
        int status = platform.submit(NAME, number);
        took(System.nanoTime() - start, status);
        LockSupport.parkNanos(start + PERIOD_NANOS - System.nanoTime());
      }
    } catch (IOException e) {
      System.out.println("The prober ended: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void took(long nanos, int status) {
    latencies.add(nanos);
    refused += status == 202 ? 0 : 1;
  }

  /** What was measured since the last call. */
  synchronized Latency phase() {
    List<Long> sorted = latencies.stream().sorted().toList();
    int count = sorted.size();
    Latency latency =
        new Latency(
            count,
            refused,
            sorted.get(count / 2) / 1e6,
            sorted.get(count * 99 / 100) / 1e6,
            sorted.getLast() / 1e6);
    latencies = new ArrayList<>();
    refused = 0;
    return latency;
  }

  /**
   * Milliseconds since the newest stored metric was handed in; zero as long as that was before a
   * moment.
   */
  double lagMillis(Connection connection, long sinceNanos) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select max(value) from samples_v1 where name = '" + NAME + "'")) {
      row.next();
      long sent = sentNanos.get((int) row.getLong(1));
      return sent - sinceNanos < 0 ? 0 : (System.nanoTime() - sent) / 1e6;
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop = true;
    thread.join();
  }
}
