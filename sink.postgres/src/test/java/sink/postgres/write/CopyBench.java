package sink.postgres.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Origin;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Series;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.api.status.Status;
import monitor.runtime.batch.BatchBuilder;
import monitor.runtime.batch.Compression;
import monitor.runtime.batch.SealedBatch;
import monitor.runtime.batch.StoredBatch;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import sink.postgres.TestDatabase;
import sink.postgres.TestServer;
import sink.postgres.schema.Maintenance;
import sink.postgres.schema.Retention;
import sink.postgres.server.Database;

/**
 * Rows a second from sealed batches (compressed CBOR) into PostgreSQL through the sink, beside a
 * plain binary COPY of the same rows, bytes ready in memory, into a table without partitions and
 * indexes. Both in turn, against one server with fsync, connected and warm. Prints medians.
 *
 * <p>Arguments: number of batches (of 8192 events), rounds.
 */
public final class CopyBench {
  private static final int EVENTS = 8192;
  private static final int SERIES = 400;
  private static final long TIME = 1_790_000_000_000_000_000L;
  private static final long SEED = 42;

  private final TestServer server;
  private final Database database;
  private final TestDatabase sql;
  private final int batches;
  private final Random random = new Random(SEED);

  private CopyBench(TestServer server, int batches) throws SQLException {
    this.server = server;
    this.sql = server.database();
    this.database = sql.database();
    this.batches = batches;
  }

  public static void main(String[] arguments) throws Exception {
    int batches = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 120;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    try (TestServer server = TestServer.start()) {
      CopyBench bench = new CopyBench(server, batches);
      bench.prepare();
      bench.compare("samples", bench.samples(), rounds);
      bench.compare("logs", bench.lines(), rounds);
    }
  }

  private void prepare() throws Exception {
    Retention retention = new Retention(Duration.ofDays(30), Map.of(), Duration.ofDays(90));
    try (Maintenance maintenance = new Maintenance(database, retention, InstantSource.system())) {
      maintenance.prepare();
    }
    sql.execute("create table plain_samples (like monitor.samples)");
    sql.execute("create table plain_logs (like monitor.logs)");
  }

  private void compare(String table, List<Batch> made, int rounds) throws Exception {
    List<PreparedBatch> rows = encode(made);
    List<Cost> ours = new ArrayList<>();
    List<Cost> plain = new ArrayList<>();
    for (int round = -1; round < rounds; round++) {
      Cost copied = copy("plain_" + table, rows);
      sql.execute("truncate plain_" + table);
      Cost delivered = deliver(made);
      sql.execute(
          "truncate monitor.%s, monitor.batches; update monitor.marks set next_sequence = null"
              .formatted(table));
      if (round >= 0) {
        plain.add(copied);
        ours.add(delivered);
        print(table, delivered, copied);
      }
    }
    print(table + ", medians", median(ours), median(plain));
  }

  private static void print(String what, Cost ours, Cost plain) {
    System.out.printf(
        "%s: sink %s, plain COPY %s, ratio %.2f%n", what, ours, plain, ours.rate / plain.rate);
  }

  /**
   * What some rows took.
   *
   * @param rate rows a second
   * @param client processor seconds of this process for a million rows
   * @param server the same of the server's processes
   */
  private record Cost(double rate, double client, double server) {
    @Override
    public String toString() {
      return "%.0f rows/s (CPU s/M: client %.2f, server %.2f)".formatted(rate, client, server);
    }
  }

  private static Cost median(List<Cost> costs) {
    return new Cost(
        median(costs, Cost::rate), median(costs, Cost::client), median(costs, Cost::server));
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> of) {
    return costs.stream().mapToDouble(of).sorted().toArray()[costs.size() / 2];
  }

  private interface Work {
    void run() throws Exception;
  }

  /** What all batches but the first take, which the work does. */
  private Cost cost(Work work) throws Exception {
    sql.execute("checkpoint");
    double rows = (batches - 1.0) * EVENTS;
    double server = serverSeconds();
    double client = clientSeconds();
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Cost(
        rows / seconds,
        (clientSeconds() - client) / rows * 1e6,
        (serverSeconds() - server) / rows * 1e6);
  }

  private static double clientSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /** Of the server's processes, those that have ended included. */
  private double serverSeconds() throws IOException {
    // proc(5), after the name: utime, stime, and the same of children that were waited for.
    String stat = Files.readString(Path.of("/proc", String.valueOf(server.pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double ticks = 0;
    for (int i = 11; i < 15; i++) {
      ticks += Double.parseDouble(fields[i]);
    }
    double alive =
        ProcessHandle.of(server.pid())
            .orElseThrow()
            .children()
            .mapToDouble(
                child -> child.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9)
            .sum();
    return ticks / 100 + alive;
  }

  /** Every eight batches one COPY and one COMMIT: what the sink does under load. */
  private Cost copy(String table, List<PreparedBatch> rows) throws Exception {
    try (Connection connection = sql.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("set statement_timeout = 0");
      copy(connection, table, rows.subList(0, 1));
      return cost(() -> {
        for (int i = 1; i < rows.size(); i += 8) {
          copy(connection, table, rows.subList(i, Math.min(i + 8, rows.size())));
        }
      });
    }
  }

  private static void copy(Connection connection, String table, List<PreparedBatch> rows)
      throws SQLException {
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "copy %s (%s) from stdin (format binary)"
                    .formatted(table, rows.getFirst().rows().columns()));
    copy.writeToCopy(Copy.HEADER, 0, Copy.HEADER.length);
    for (PreparedBatch each : rows) {
      copy.writeToCopy(each.buffer().array(), 0, each.size());
    }
    copy.writeToCopy(Copy.TRAILER, 0, Copy.TRAILER.length);
    copy.endCopy();
    connection.commit();
  }

  private Storage storage() {
    return new Storage(
        database, true, InstantSource.system(), new Condition(Status.OK, status -> {}));
  }

  private Cost deliver(List<Batch> made) throws Exception {
    Storage storage = storage();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < Storage.WRITERS; i++) {
      writers.add(Thread.ofPlatform().name("writer").start(() -> run(storage)));
    }
    try {
      deliver(storage, made.subList(0, 1));
      return cost(() -> deliver(storage, made.subList(1, made.size())));
    } finally {
      storage.close();
      for (Thread writer : writers) {
        writer.join();
      }
    }
  }

  private static void deliver(Storage storage, List<Batch> made) throws Exception {
    List<CompletableFuture<Outcome>> open = new ArrayList<>();
    for (Batch batch : made) {
      Delivery.Pending pending = (Delivery.Pending) storage.deliver(batch);
      open.add(pending.outcome().toCompletableFuture());
    }
    for (CompletableFuture<Outcome> each : open) {
      if (!each.join().equals(Outcome.ACCEPTED)) {
        throw new IllegalStateException("a batch was not accepted: " + each.join());
      }
    }
  }

  private static void run(Storage storage) {
    try {
      storage.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<PreparedBatch> encode(List<Batch> made) throws Exception {
    List<PreparedBatch> rows = new ArrayList<>();
    try (Registry registry = new Registry(new Session(database, true, text -> {}))) {
      BatchEncoder encoder = new BatchEncoder(registry, InstantSource.system());
      for (Batch batch : made) {
        rows.add(encoder.encode(batch));
      }
    }
    return rows;
  }

  private List<Batch> samples() {
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < SERIES; i++) {
      series.add(
          Series.gauge("system.metric" + i % 40, "By")
              .with("device", "dev" + i)
              .with("direction", i % 2 == 0 ? "read" : "write"));
    }
    return sealed(
        Kind.SAMPLE,
        i ->
            series
                .get(i % SERIES)
                .sample(TIME + (i / SERIES) * 1_000_000_000L, random.nextInt(1000) / 8.0));
  }

  private List<Batch> lines() {
    return sealed(
        Kind.LOG,
        i -> {
          String line =
              "Nov 21 01:11:43 web%d nginx[%d]: 10.0.%d.%d \"GET /items/%d HTTP/1.1\" 200 %d"
                  .formatted(
                      i % 9,
                      1000 + i % 77,
                      i % 256,
                      i % 199,
                      random.nextInt(),
                      random.nextInt(9999));
          return Event.of(TIME + i * 1000L, new LogLine(Text.of(line), Severity.INFO, false));
        });
  }

  private List<Batch> sealed(Kind kind, IntFunction<Event> events) {
    Origin origin = new Origin("host", "bench.source", Map.of());
    BatchBuilder builder =
        new BatchBuilder(
            "agent", "bench/" + kind, kind, origin, InstantSource.system(), new Compression());
    Epoch epoch = new Epoch(1, "0123456789abcdef");
    List<Batch> made = new ArrayList<>();
    int event = 0;
    long sequence = 0;
    for (int i = 0; i < batches; i++) {
      for (int k = 0; k < EVENTS; k++) {
        builder.add(events.apply(event++));
      }
      SealedBatch sealed = builder.seal(epoch, sequence, Codec.ZSTD);
      sequence += EVENTS;
      made.add(StoredBatch.of(sealed));
    }
    return made;
  }
}
