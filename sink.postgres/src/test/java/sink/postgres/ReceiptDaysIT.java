package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static sink.postgres.Batches.lines;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The day of receipt decides on the partition; a wrong clock neither loses, doubles nor floods. */
@ExtendWith(TestServer.Extension.class)
final class ReceiptDaysIT {
  private final AtomicReference<Instant> clock =
      new AtomicReference<>(Instant.parse("2026-03-10T23:59:59Z"));
  private final BatchBuilder batches = BatchBuilder.of(Kind.LOG);
  private TestDatabase database;
  private SinkHarness harness;

  @BeforeEach
  void open(TestServer server) throws Exception {
    database = server.database();
    harness =
        SinkHarness.of(database.sink()).on(clock::get).patience(Duration.ofSeconds(60)).open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private long partitions() throws Exception {
    return database.number(
        "select count(*) from pg_inherits where inhparent = 'monitor.logs'::regclass");
  }

  @Test
  void knowsABatchAgainAfterMidnight() throws Exception {
    Batch before = batches.batch(lines("a", 5));
    assertThat(harness.outcome(before)).isEqualTo(Outcome.ACCEPTED);
    clock.set(Instant.parse("2026-03-11T00:00:01Z"));
    assertThat(harness.outcome(before)).isEqualTo(Outcome.ACCEPTED);
    assertThat(harness.outcome(BatchBuilder.of(Kind.LOG).batch(lines("x", 5))))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(harness.outcome(batches.batch(lines("b", 5)))).isEqualTo(Outcome.ACCEPTED);
    assertThat(database.rows("select day, count(*) from logs_v1 group by 1 order by 1"))
        .containsExactly("2026-03-10|5", "2026-03-11|5");
    assertThat(database.rows("select day from batches_v1 order by 1"))
        .containsExactly("2026-03-10", "2026-03-11");
  }

  @Test
  void makesTheDaysOfAClockThatIsSet() throws Exception {
    harness.outcome(batches.batch(lines("a", 1)));
    clock.set(Instant.parse("2027-01-01T12:00:00Z"));
    assertThat(harness.outcome(batches.batch(lines("b", 1)))).isEqualTo(Outcome.ACCEPTED);
    assertThat(database.rows("select day from logs_v1 order by sequence"))
        .containsExactly("2026-03-10", "2027-01-01");
  }

  @Test
  void putsWhatAClockInThePastReceivesWhereItIsKept() throws Exception {
    harness.outcome(batches.batch(lines("a", 1)));
    long before = partitions();
    clock.set(Instant.EPOCH);
    assertThat(harness.outcome(batches.batch(lines("b", 1)))).isEqualTo(Outcome.ACCEPTED);
    assertThat(database.rows("select day, received from logs_v1 order by sequence").getLast())
        .isEqualTo("2026-03-12|1970-01-01 00:00:00+00");
    assertThat(partitions()).isEqualTo(before);
  }

  @Test
  void makesNoPartitionsWithoutBoundForAClockThatJumps() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("repeat it with -Dtests.seed=" + seed);
    Random random = new Random(seed);
    harness.outcome(batches.batch(lines("a", 1)));
    long before = partitions();
    List<Instant> jumps = new ArrayList<>(List.of(Instant.MIN, Instant.MAX, Instant.EPOCH));
    for (int i = 0; i < 40; i++) {
      jumps.add(Instant.ofEpochSecond(random.nextLong(-10_000_000_000L, 20_000_000_000L)));
    }
    for (Instant jump : jumps) {
      clock.set(jump);
      assertThat(harness.outcome(batches.batch(lines("b", 1)))).isEqualTo(Outcome.ACCEPTED);
    }
    assertThat(partitions()).isBetween(before, before + 8);
    assertThat(database.rows("select count(*), count(distinct sequence) from logs_v1"))
        .containsExactly("44|44");
  }
}
