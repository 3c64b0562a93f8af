package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static sink.postgres.Batches.line;
import static sink.postgres.Batches.settled;

import java.time.Duration;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.api.status.Status;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each class of errors means for a batch; the server raises them itself, on one row. */
@ExtendWith(TestServer.Extension.class)
final class SqlStateIT {
  private TestDatabase database;
  private SinkHarness harness;
  private final Batch batch =
      BatchBuilder.of(Kind.LOG).batch(line("good0"), line("raise"), line("good1"), line("good2"));

  @BeforeEach
  void open(TestServer server) throws Exception {
    database = server.database();
    harness = SinkHarness.of(database.sink()).patience(Duration.ofSeconds(60)).open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void raise(String state) throws Exception {
    database.execute(
        """
        create function raise() returns trigger language plpgsql as $$ begin
          if new.body = 'raise' then raise exception 'raised' using errcode = '%s'; end if;
          return new;
        end $$;
        create trigger raise before insert on monitor.logs for each row execute function raise()
        """
            .formatted(state));
  }

  private void repair() throws Exception {
    database.execute("drop function raise cascade");
  }

  @ParameterizedTest
  @ValueSource(strings = {"22000", "22021", "22P02", "23505", "23514"})
  void makesADeadLetterOfTheRowAlone(String state) throws Exception {
    raise(state);
    Outcome outcome = harness.outcome(batch);
    assertThat(outcome).isInstanceOf(Outcome.PartlyAccepted.class);
    assertThat(((Outcome.PartlyAccepted) outcome).refused())
        .extracting(Outcome.PartlyAccepted.Refused::index)
        .containsExactly(1);
    assertThat(database.rows("select body from logs_v1 order by sequence"))
        .containsExactly("good0", "good1", "good2");
    assertThat(database.rows("select sequence, reason like '%raised%' from dead_letters_v1"))
        .containsExactly("1|t");
    assertThat(harness.statuses().getLast()).isEqualTo(Status.OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08006", "25006", "40001", "40P01", "53100", "53300", "55P03", "57014", "57P01", "58030"
      })
  void triesAgainWhatPasses(String state) throws Exception {
    raise(state);
    staysUntilRepaired(state, Status.Level.DEGRADED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"42501", "42703", "42P01", "0A000", "54000", "P0001", "XX000"})
  void stopsWithTheReasonAndGoesOnOnceRepaired(String state) throws Exception {
    raise(state);
    staysUntilRepaired(state, Status.Level.FAILED);
  }

  private void staysUntilRepaired(String state, Status.Level level) throws Exception {
    assertThat(harness.outcome(batch)).isInstanceOf(Outcome.Retry.class);
    assertThat(harness.outcome(batch)).isInstanceOf(Outcome.Retry.class);
    assertThat(harness.statuses().getLast().level()).isEqualTo(level);
    assertThat(harness.statuses().getLast().reason()).contains("raised").contains(state);
    assertThat(database.number("select count(*) from logs_v1")).isZero();
    assertThat(database.number("select count(*) from dead_letters_v1")).isZero();
    repair();
    assertThat(settled(harness, batch)).isEqualTo(Outcome.ACCEPTED);
    assertThat(database.number("select count(*) from logs_v1")).isEqualTo(4);
    assertThat(harness.statuses().getLast()).isEqualTo(Status.OK);
  }
}
