package sink.postgres.write;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
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
 * indexes. Both in turn, on one connection, against one server with fsync. Prints medians.
 *
 * <p>Arguments: number of batches (of 8192 events), rounds.
 */
public final class CopyBench {
  private static final int EVENTS = 8192;
  private static final int SERIES = 400;
  private static final long TIME = 1_790_000_000_000_000_000L;
  private static final long SEED = 42;

  private final Database database;
  private final TestDatabase sql;
  private final int batches;
  private final Random random = new Random(SEED);

  private CopyBench(TestDatabase sql, int batches) {
    this.sql = sql;
    this.database = sql.database();
    this.batches = batches;
  }

  public static void main(String[] arguments) throws Exception {
    int batches = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 120;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    try (TestServer server = TestServer.start()) {
      CopyBench bench = new CopyBench(server.database(), batches);
      bench.prepare();
      bench.compare("samples", bench.samples(), rounds);
      bench.compare("logs", bench.lines(), rounds);
    }
  }

  private void prepare() throws Exception {
    Retention retention = new Retention(Duration.ofDays(30), Duration.ofDays(90));
    try (Maintenance maintenance = new Maintenance(database, retention, InstantSource.system())) {
      maintenance.prepare();
    }
    sql.execute("create table plain_samples (like monitor.samples)");
    sql.execute("create table plain_logs (like monitor.logs)");
  }

  private void compare(String table, List<Batch> made, int rounds) throws Exception {
    List<PreparedBatch> rows = encode(made);
    double[] ours = new double[rounds];
    double[] plain = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      double plainRate = rate(() -> copy("plain_" + table, rows));
      sql.execute("truncate plain_" + table);
      double ourRate = rate(() -> deliver(made));
      sql.execute(
          "truncate monitor.%s, monitor.batches; update monitor.marks set next_sequence = null"
              .formatted(table));
      if (round >= 0) {
        plain[round] = plainRate;
        ours[round] = ourRate;
        System.out.printf(
            "%s: sink %.0f rows/s, plain COPY %.0f rows/s, ratio %.2f%n",
            table, ourRate, plainRate, ourRate / plainRate);
      }
    }
    System.out.printf(
        "%s: median sink %.0f rows/s, plain COPY %.0f rows/s, ratio %.2f%n",
        table, median(ours), median(plain), median(ours) / median(plain));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private interface Work {
    void run() throws Exception;
  }

  private double rate(Work work) throws Exception {
    sql.execute("checkpoint");
    long start = System.nanoTime();
    work.run();
    return (double) batches * EVENTS / (System.nanoTime() - start) * 1e9;
  }

  /** Every eight batches one COPY and one COMMIT: what the sink does under load. */
  private void copy(String table, List<PreparedBatch> rows) throws Exception {
    try (Connection connection = sql.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("set statement_timeout = 0");
      for (int i = 0; i < rows.size(); i += 8) {
        CopyIn copy =
            connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                    "copy %s (%s) from stdin (format binary)"
                        .formatted(table, rows.getFirst().rows().columns()));
        copy.writeToCopy(Copy.HEADER, 0, Copy.HEADER.length);
        for (PreparedBatch each : rows.subList(i, Math.min(i + 8, rows.size()))) {
          copy.writeToCopy(each.buffer().array(), 0, each.size());
        }
        copy.writeToCopy(Copy.TRAILER, 0, Copy.TRAILER.length);
        copy.endCopy();
        connection.commit();
      }
    }
  }

  private Storage storage() {
    return new Storage(
        database, true, InstantSource.system(), new Condition(Status.OK, status -> {}), text -> {});
  }

  /** Delivers as the runtime does: within a window of 8 MiB. */
  private void deliver(List<Batch> made) throws Exception {
    Storage storage = storage();
    Thread writer = Thread.ofPlatform().name("writer").start(() -> run(storage));
    AtomicLong failed = new AtomicLong();
    List<CompletableFuture<?>> open = new ArrayList<>();
    try {
      for (Batch batch : made) {
        Delivery.Pending pending = (Delivery.Pending) storage.deliver(batch);
        open.add(
            pending
                .outcome()
                .thenAccept(outcome -> {
                  if (!outcome.equals(Outcome.ACCEPTED)) {
                    failed.incrementAndGet();
                  }
                })
                .toCompletableFuture());
      }
      CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)).join();
    } finally {
      storage.close();
      writer.join();
    }
    if (failed.get() > 0) {
      throw new IllegalStateException(failed + " batches were not accepted");
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
      made.add(new StoredBatch(sealed.header(), List.of(), ByteBuffer.wrap(sealed.payload())));
    }
    return made;
  }
}
