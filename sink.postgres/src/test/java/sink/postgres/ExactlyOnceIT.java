package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Origin;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Guarantee G2: what is sent again is acknowledged and not stored again; what differs is refused.
 */
@ExtendWith(TestServer.Extension.class)
final class ExactlyOnceIT {
  private static final long TIME = 1_790_000_000_000_000_000L;

  private TestDatabase database;
  private SinkHarness harness;

  @BeforeEach
  void open(TestServer server) throws Exception {
    database = server.database();
    harness = SinkHarness.of(database.sink()).patience(Duration.ofSeconds(30)).open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static List<Event> lines(String prefix, int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Text body = Text.of(prefix + i);
      events.add(Event.of(TIME + i, new LogLine(body, Severity.INFO, false)));
    }
    return events;
  }

  private static BatchBuilder stream() {
    return BatchBuilder.of(Kind.LOG);
  }

  private long stored() throws Exception {
    return database.number("select count(*) from logs_v1");
  }

  private long mark() throws Exception {
    return database.number("select next_sequence from streams_v1");
  }

  @Test
  void storesWhatBeginsAtTheMarkAndMovesIt() throws Exception {
    BatchBuilder batches = stream();
    assertThat(harness.outcome(batches.batch(lines("a", 3)))).isEqualTo(Outcome.ACCEPTED);
    assertThat(harness.outcome(batches.batch(lines("b", 4)))).isEqualTo(Outcome.ACCEPTED);
    assertThat(stored()).isEqualTo(7);
    assertThat(mark()).isEqualTo(7);
    assertThat(database.rows("select sequence, body from logs_v1 order by sequence"))
        .startsWith("0|a0", "1|a1", "2|a2", "3|b0");
  }

  @Test
  void beginsAnUnknownStreamAtItsFirstBatch() throws Exception {
    assertThat(harness.outcome(stream().sequence(1000).batch(lines("a", 3))))
        .isEqualTo(Outcome.ACCEPTED);
    assertThat(mark()).isEqualTo(1003);
  }

  @Test
  void acceptsADuplicateAndStoresNothing() throws Exception {
    BatchBuilder batches = stream();
    Batch first = batches.batch(lines("a", 3));
    Batch second = batches.batch(lines("b", 3));
    harness.outcome(first);
    harness.outcome(second);
    assertThat(harness.outcome(first)).isEqualTo(Outcome.ACCEPTED);
    assertThat(harness.outcome(second)).isEqualTo(Outcome.ACCEPTED);
    assertThat(stored()).isEqualTo(6);
  }

  @Test
  void acceptsADuplicateWhoseIdentityIsNoLongerKept() throws Exception {
    Batch first = stream().batch(lines("a", 3));
    harness.outcome(first);
    database.execute("delete from monitor.batches");
    assertThat(harness.outcome(first)).isEqualTo(Outcome.ACCEPTED);
    assertThat(stored()).isEqualTo(3);
  }

  @Test
  void refusesOtherContentUnderTheSameIdentity() throws Exception {
    harness.outcome(stream().batch(lines("a", 3)));
    assertThat(harness.outcome(stream().batch(lines("x", 3)))).isInstanceOf(Outcome.Conflict.class);
    assertThat(database.rows("select body from logs_v1 order by sequence"))
        .containsExactly("a0", "a1", "a2");
  }

  @Test
  void refusesARangeThatWasCutOtherwise() throws Exception {
    harness.outcome(stream().batch(lines("a", 4)));
    assertThat(harness.outcome(stream().sequence(1).batch(lines("a", 2))))
        .isInstanceOf(Outcome.Conflict.class);
  }

  @Test
  void refusesABatchAcrossTheMark() throws Exception {
    harness.outcome(stream().batch(lines("a", 3)));
    assertThat(harness.outcome(stream().sequence(2).batch(lines("b", 3))))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(stored()).isEqualTo(3);
    assertThat(mark()).isEqualTo(3);
  }

  @Test
  void asksForWhatIsMissingBeforeABatch() throws Exception {
    harness.outcome(stream().batch(lines("a", 3)));
    assertThat(harness.outcome(stream().sequence(5).batch(lines("b", 3))))
        .isEqualTo(new Outcome.Behind(3));
    assertThat(stored()).isEqualTo(3);
  }

  @Test
  void goesOnAfterAGapThatIsStored() throws Exception {
    BatchBuilder batches = stream();
    harness.outcome(batches.batch(lines("a", 3)));
    Batch gap = batches.gap(1_000_000, "buffer full");
    assertThat(harness.outcome(gap)).isEqualTo(Outcome.ACCEPTED);
    assertThat(harness.outcome(gap)).isEqualTo(Outcome.ACCEPTED);
    assertThat(harness.outcome(batches.batch(lines("b", 1)))).isEqualTo(Outcome.ACCEPTED);
    assertThat(database.rows("select first_sequence, next_sequence, reason from gaps_v1"))
        .containsExactly("3|1000003|buffer full");
    assertThat(mark()).isEqualTo(1_000_004);
  }

  @Test
  void keepsStreamsOfOtherAgentsAndEpochsApart() throws Exception {
    harness.outcome(stream().batch(lines("a", 3)));
    harness.outcome(stream().agent("other").batch(lines("b", 3)));
    harness.outcome(stream().epoch(new Epoch(2, "fedcba9876543210")).batch(lines("c", 3)));
    assertThat(stored()).isEqualTo(9);
    assertThat(database.number("select count(*) from streams_v1")).isEqualTo(3);
  }

  @Test
  void keepsOriginsOfOneStreamApart() throws Exception {
    BatchBuilder batches = stream();
    harness.outcome(batches.batch(lines("a", 1)));
    batches.origin(new Origin("renamed", "testkit.source", Map.of("rack", "7")));
    harness.outcome(batches.batch(lines("b", 1)));
    assertThat(database.rows("select host, body, tags from logs_v1 order by sequence"))
        .containsExactly("testkit-host|a0|{}", "renamed|b0|{\"rack\": \"7\"}");
  }

  @Test
  void writesSeveralStreamsInOneGroup() throws Exception {
    List<CompletableFuture<Outcome>> promises = new ArrayList<>();
    List<BatchBuilder> streams = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      streams.add(stream().stream("s" + i + "/log"));
    }
    for (int round = 0; round < 10; round++) {
      for (BatchBuilder each : streams) {
        promises.add(harness.deliver(each.batch(lines("x", 10))));
      }
    }
    harness.flush();
    for (CompletableFuture<Outcome> promise : promises) {
      assertThat(promise.get(30, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
    }
    assertThat(stored()).isEqualTo(2000);
  }

  @Test
  void storesOnceWhatTwoWritersSendAtTheSameTime() throws Exception {
    try (SinkHarness other =
        SinkHarness.of(database.sink()).named("other").patience(Duration.ofSeconds(30)).open()) {
      BatchBuilder batches = stream();
      for (int i = 0; i < 50; i++) {
        Batch batch = batches.batch(lines("b" + i + "-", 20));
        CompletableFuture<Outcome> here = harness.deliver(batch);
        CompletableFuture<Outcome> there = other.deliver(batch);
        assertThat(here.get(30, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
        assertThat(there.get(30, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
      }
    }
    assertThat(stored()).isEqualTo(1000);
    assertThat(database.number("select count(distinct sequence) from logs_v1")).isEqualTo(1000);
  }

  @Test
  void asksAgainWhenItsBackEndIsKilledAndThenStoresOnce() throws Exception {
    BatchBuilder batches = stream();
    harness.outcome(batches.batch(lines("a", 3)));
    Batch batch = batches.batch(lines("b", 3));
    CompletableFuture<Outcome> promise;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select * from monitor.marks for update");
      promise = harness.deliver(batch);
      killWaiting();
      connection.rollback();
    }
    assertThat(promise.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Retry.class);
    assertThat(stored()).isEqualTo(3);
    assertThat(harness.outcome(batch)).isEqualTo(Outcome.ACCEPTED);
    assertThat(stored()).isEqualTo(6);
  }

  /** What was handed over behind it is on its way, and its stream is not known yet. */
  @Test
  void beginsAnUnknownStreamWithTheBatchThatItGaveBack() throws Exception {
    BatchBuilder batches = stream();
    Batch first = batches.batch(lines("a", 3));
    Batch second = batches.batch(lines("b", 3));
    CompletableFuture<Outcome> firstly;
    CompletableFuture<Outcome> secondly;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock monitor.logs in access exclusive mode");
      firstly = harness.deliver(first);
      database.await(
          "select least(1, count(*)) from pg_stat_activity"
              + " where datname = current_database() and wait_event_type = 'Lock'",
          1);
      secondly = harness.deliver(second);
      killWaiting();
      connection.rollback();
    }
    assertThat(firstly.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Retry.class);
    assertThat(secondly.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Retry.class);
    assertThat(harness.outcome(first)).isEqualTo(Outcome.ACCEPTED);
    assertThat(harness.outcome(second)).isEqualTo(Outcome.ACCEPTED);
    assertThat(stored()).isEqualTo(6);
  }

  /** Asks in transactions of its own: within one, the activity is what it was at its start. */
  private void killWaiting() throws Exception {
    database.await(
        "select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and wait_event_type = 'Lock') as killed",
        1);
  }

  @Test
  void settlesACommitWhoseAnswerWasLost() throws Exception {
    // What a lost answer leaves behind: the batch is stored, and the sender does not know.
    Batch batch = stream().batch(lines("a", 3));
    try (SinkHarness before = SinkHarness.of(database.sink()).named("before").open()) {
      before.outcome(batch);
    }
    assertThat(harness.outcome(batch)).isEqualTo(Outcome.ACCEPTED);
    assertThat(stored()).isEqualTo(3);
  }

  @Test
  void waitsWhileTheMarkIsLockedAndCommitsLater() throws Exception {
    BatchBuilder batches = stream();
    harness.outcome(batches.batch(lines("a", 1)));
    CompletableFuture<Outcome> promise;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select * from monitor.marks for update");
      promise = harness.deliver(batches.batch(lines("b", 1)));
      assertThat(promise.isDone()).isFalse();
      connection.rollback();
    }
    assertThat(promise.get(30, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void stopsWithTheReasonWhenTheSchemaIsNotAsItShouldBe() throws Exception {
    BatchBuilder batches = stream();
    harness.outcome(batches.batch(lines("a", 1)));
    database.execute("alter table monitor.logs rename column body to corpse");
    Batch batch = batches.batch(lines("b", 1));
    assertThat(harness.outcome(batch)).isInstanceOf(Outcome.Retry.class);
    assertThat(harness.statuses().getLast().reason()).contains("body").contains("42703");
    database.execute("alter table monitor.logs rename column corpse to body");
    assertThat(harness.outcome(batch)).isEqualTo(Outcome.ACCEPTED);
    assertThat(harness.statuses().getLast().reason()).isEmpty();
  }
}
