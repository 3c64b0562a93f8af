package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static sink.postgres.Batches.line;
import static sink.postgres.Batches.lines;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * While one writer waits for the mark, the other has copied what comes after: it counts only if the
 * mark is where it was expected.
 */
@ExtendWith(TestServer.Extension.class)
final class TwoWritersIT {
  private static final int LATER = 7;
  private static final int BODY_BYTES = 1 << 19;

  private final BatchBuilder batches = BatchBuilder.of(Kind.LOG);
  private final List<Batch> sent = new ArrayList<>();
  private final List<CompletableFuture<Outcome>> promises = new ArrayList<>();
  private TestDatabase database;
  private SinkHarness harness;
  private Connection holder;
  private Statement held;

  @BeforeEach
  void open(TestServer server) throws Exception {
    database = server.database();
    harness = SinkHarness.of(database.sink()).patience(Duration.ofSeconds(60)).open();
    harness.outcome(batches.batch(lines("first", 1)));
    holder = database.connect();
    held = holder.createStatement();
  }

  @AfterEach
  void close() throws Exception {
    holder.close();
    harness.close();
  }

  /** One batch waits for the mark. */
  private void holdTheMark() throws Exception {
    holder.setAutoCommit(false);
    held.execute("select * from monitor.marks for update");
    deliver(batches.batch(line("second")));
    database.await(sessions("wait_event_type = 'Lock'"), 1);
  }

  private void deliverLater() throws Exception {
    for (int i = 0; i < LATER; i++) {
      deliver(batches.batch(line(i + "x".repeat(BODY_BYTES))));
    }
  }

  /** Rows of what comes after the batch that waits are there, and not committed. */
  private void copyAhead() throws Exception {
    holdTheMark();
    deliverLater();
    database.await(sessions("state = 'idle in transaction' and query like 'copy%'"), 1);
    assertThat(promises).noneMatch(CompletableFuture::isDone);
  }

  private void deliver(Batch batch) throws Exception {
    sent.add(batch);
    promises.add(harness.deliver(batch));
  }

  private static String sessions(String condition) {
    return "select least(1, count(*)) from pg_stat_activity where datname = current_database()"
        + " and "
        + condition;
  }

  private List<Outcome> outcomes() throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    for (CompletableFuture<Outcome> promise : promises) {
      outcomes.add(promise.get(60, TimeUnit.SECONDS));
    }
    return outcomes;
  }

  private void assertStored(int count) throws Exception {
    assertThat(database.rows("select count(*), count(distinct sequence) from logs_v1"))
        .containsExactly("%1$d|%1$d".formatted(count));
    assertThat(database.number("select count(*) from batches_v1")).isEqualTo(count);
  }

  @Test
  void commitsInTurnWhatWasCopiedAhead() throws Exception {
    copyAhead();
    holder.rollback();
    assertThat(outcomes()).containsOnly(Outcome.ACCEPTED);
    assertStored(LATER + 2);
  }

  @Test
  void storesNothingOfWhatAnotherHasStoredMeanwhile() throws Exception {
    copyAhead();
    held.execute("update monitor.marks set next_sequence = " + (LATER + 2));
    holder.commit();
    assertThat(outcomes()).containsOnly(Outcome.ACCEPTED);
    assertStored(1);
  }

  @Test
  void storesNothingBehindABatchThatFailed() throws Exception {
    copyAhead();
    held.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and wait_event_type = 'Lock'");
    assertThat(promises.getFirst().get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Retry.class);
    holder.rollback();
    assertThat(outcomes().subList(1, LATER + 1))
        .allMatch(outcome -> !outcome.equals(Outcome.ACCEPTED));
    assertStored(1);
    for (Batch batch : sent) {
      assertThat(Batches.settled(harness, batch)).isEqualTo(Outcome.ACCEPTED);
    }
    assertStored(LATER + 2);
  }

  @Test
  void makesADeadLetterOfARowThatIsRefusedAhead() throws Exception {
    database.execute(
        """
        create sequence raised;
        create function raise() returns trigger language plpgsql as $$ begin
          if new.body = 'raise' then
            perform nextval('raised');
            raise exception 'raised' using errcode = '22000';
          end if;
          return new;
        end $$;
        create trigger raise before insert on monitor.logs for each row execute function raise()
        """);
    holdTheMark();
    deliver(batches.batch(line("good"), line("raise")));
    deliverLater();
    database.await("select is_called::int from raised", 1);
    holder.rollback();
    List<Outcome> outcomes = outcomes();
    assertThat(outcomes.remove(1)).isInstanceOf(Outcome.PartlyAccepted.class);
    assertThat(outcomes).containsOnly(Outcome.ACCEPTED);
    assertThat(database.rows("select sequence, reason like '%raised%' from dead_letters_v1"))
        .containsExactly("3|t");
    assertThat(database.number("select count(distinct sequence) from logs_v1"))
        .isEqualTo(LATER + 3);
  }
}
