package sink.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sink.postgres.TestDatabase;
import sink.postgres.TestServer;

@ExtendWith(TestServer.Extension.class)
final class MaintenanceIT {
  private static final Retention RETENTION =
      new Retention(Duration.ofDays(30), Map.of(), Duration.ofDays(90));

  private static void store(TestDatabase database, int first) throws Exception {
    database.execute(
        """
        insert into monitor.events (sequence, time, received, origin_id, day, nanos, data)
        values (%1$d, '2026-07-20T11:00Z', '2026-07-20T11:00Z', 2, '2026-07-20', 0, '{"id": "f%1$d"}');
        insert into monitor.samples (sequence, time, value, origin_id, series_id, day, nanos)
        values (%1$d, '2026-07-20T11:00Z', 1, 1, 1, '2026-07-20', 0);
        insert into monitor.batches (mark_id, origin_id, first_sequence, count, sha256, sealed,
          received, day, codec, payload_bytes, inflated_bytes, first_time, last_time)
        select id, id, %1$d, 1, '', now(), now(), '2026-07-20', 'NONE', 1, 1, '2026-07-20T11:00Z',
          '2026-07-20T11:00Z'
        from monitor.marks;
        update monitor.marks set next_sequence = %1$d + 1
        """
            .formatted(first));
  }

  /** Samples at every look, traffic at the first and when another hour is over. */
  @Test
  void rollsUpSamplesOftenAndTrafficWhenAnHourIsOver(TestServer server) throws Exception {
    TestDatabase database = server.database();
    AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-07-20T12:10:00Z"));
    Maintenance maintenance =
        new Maintenance(database.database(), RETENTION, clock::get, Duration.ofMillis(20));
    maintenance.prepare();
    database.execute(
        """
        insert into monitor.marks (agent, epoch_ordinal, epoch_random, stream, next_sequence)
        values ('a', 1, 'r', 's', 0), ('a', 1, 'r', 't', 0);
        insert into monitor.origins (hash, mark_id, kind, host, source)
        values ('1', 1, 'sample', 'h', 's'), ('2', 2, 'flow', 'h', 't')
        """);
    store(database, 0);
    try (ExecutorService executor = Executors.newSingleThreadExecutor();
        maintenance) {
      Future<Void> run =
          executor.submit(() -> {
            maintenance.run();
            return null;
          });
      String flows = "select count(*) from monitor.flows_hour";
      database.await(flows, 1);
      store(database, 1);
      awaitAnotherLook(database, 2);
      assertThat(database.number(flows)).as("the hour lasts").isEqualTo(1);
      clock.set(Instant.parse("2026-07-20T13:01:00Z"));
      awaitAnotherLook(database, 3);
      assertThat(database.number(flows)).as("some of it may be on its way").isEqualTo(1);
      clock.set(Instant.parse("2026-07-20T13:02:00Z"));
      database.await(flows, 4);
      maintenance.close();
      run.get(1, TimeUnit.MINUTES);
    }
  }

  /** Until samples of two looks are there: then the first of them is over. */
  private static void awaitAnotherLook(TestDatabase database, int next) throws Exception {
    String samples = "select coalesce(sum(count), 0)::bigint from monitor.samples_hour";
    database.await(samples, next);
    store(database, next);
    database.await(samples, next + 1);
  }

  /** What is rolled up has to be known from the batches as long as it is kept. */
  @Test
  void keepsBatchesAsLongAsEvents() {
    assertThat(new Retention(Duration.ofDays(365), Map.of(), Duration.ofDays(90)).batches())
        .isEqualTo(Duration.ofDays(365));
    Map<String, Duration> samples = Map.of("samples", Duration.ofDays(100));
    assertThat(new Retention(Duration.ofDays(30), samples, Duration.ofDays(90)).batches())
        .isEqualTo(Duration.ofDays(100));
    assertThat(RETENTION.batches()).isEqualTo(Duration.ofDays(90));
  }
}
