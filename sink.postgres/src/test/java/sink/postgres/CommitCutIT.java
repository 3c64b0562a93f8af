package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static sink.postgres.Batches.lines;
import static sink.postgres.Batches.settled;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sink.postgres.CuttingProxy.Cut;
import sink.postgres.CuttingProxy.Manner;
import sink.postgres.CuttingProxy.Way;

/**
 * The connection is cut around COMMIT: before it, within it, and within its answer. Nobody knows
 * then whether it was committed; every batch is stored once all the same. The property {@code
 * tests.seed} repeats a choice of places.
 */
@ExtendWith(TestServer.Extension.class)
final class CommitCutIT {
  private static final int EVENTS = 7;

  /** Parse, Bind, Execute, Sync of the driver's COMMIT; and the four messages of its answer. */
  private static final int REQUEST_BYTES = 43;

  private static final int ANSWER_BYTES = 28;

  private TestDatabase database;
  private CuttingProxy proxy;
  private SinkHarness harness;
  private BatchBuilder batches;

  @BeforeEach
  void openThroughTheProxy(TestServer server) throws Exception {
    database = server.database();
    URI direct = URI.create(database.url());
    proxy = new CuttingProxy(direct.getPort());
    String url =
        "postgres://%s@127.0.0.1:%d%s?sslmode=disable&socketTimeout=3"
            .formatted(direct.getRawUserInfo(), proxy.port(), direct.getPath());
    harness = SinkHarness.of(new TestDatabase(url).sink()).patience(Duration.ofSeconds(60)).open();
    batches = BatchBuilder.of(Kind.LOG);
    harness.outcome(batches.batch(lines("first", EVENTS)));
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
    proxy.close();
  }

  private static List<Cut> everyPlace(Manner manner) {
    List<Cut> cuts = new ArrayList<>();
    for (int bytes = 0; bytes <= REQUEST_BYTES; bytes++) {
      cuts.add(new Cut(Way.REQUEST, bytes, manner));
    }
    for (int bytes = 0; bytes <= ANSWER_BYTES; bytes++) {
      cuts.add(new Cut(Way.ANSWER, bytes, manner));
    }
    return cuts;
  }

  private void cutAt(List<Cut> cuts) throws Exception {
    for (int i = 0; i < cuts.size(); i++) {
      proxy.arm(cuts.get(i));
      assertThat(settled(harness, batches.batch(lines("b" + i + "-", EVENTS))))
          .as("%s", cuts.get(i))
          .isEqualTo(Outcome.ACCEPTED);
      proxy.awaitCuts(i + 1);
    }
    assertStoredOnce(cuts.size() + 1);
  }

  private void assertStoredOnce(int count) throws Exception {
    assertThat(
            database.rows(
                "select count(*), count(distinct sequence), count(distinct body),"
                    + " min(sequence), max(sequence) from logs_v1"))
        .containsExactly("%1$d|%1$d|%1$d|0|%2$d".formatted(count * EVENTS, count * EVENTS - 1));
    assertThat(database.number("select count(*) from batches_v1")).isEqualTo(count);
    assertThat(database.number("select next_sequence from streams_v1")).isEqualTo(count * EVENTS);
  }

  @Test
  void storesOnceWhateverPlaceIsCut() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("repeat it with -Dtests.seed=" + seed);
    List<Cut> cuts = new ArrayList<>(everyPlace(Manner.CLOSE));
    cuts.addAll(everyPlace(Manner.RESET));
    Collections.shuffle(cuts, new Random(seed));
    List<Cut> chosen = new ArrayList<>(cuts.subList(0, 12));
    chosen.add(new Cut(Way.REQUEST, 20, Manner.SILENCE));
    chosen.add(new Cut(Way.ANSWER, 0, Manner.SILENCE));
    cutAt(chosen);
  }

  @Test
  @Tag("full")
  void storesOnceAtEveryPlace() throws Exception {
    List<Cut> cuts = new ArrayList<>(everyPlace(Manner.CLOSE));
    cuts.addAll(everyPlace(Manner.RESET));
    cutAt(cuts);
  }

  /** The old back end runs on after the client has come back, and commits before the new one. */
  @Test
  void recognisesWhatAnOldConnectionCommitsLate() throws Exception {
    Batch batch = batches.batch(lines("late", EVENTS));
    CompletableFuture<Outcome> again = sentAgainWhileTheOldOneHangs(batch);
    proxy.release();
    assertThat(again.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
    assertStoredOnce(2);
  }

  /** The old back end never gets its COMMIT: the new one waits for its end, and stores. */
  @Test
  void storesWhatAnOldConnectionNeverCommits() throws Exception {
    Batch batch = batches.batch(lines("late", EVENTS));
    CompletableFuture<Outcome> again = sentAgainWhileTheOldOneHangs(batch);
    database.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and state = 'idle in transaction'");
    assertThat(again.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
    assertStoredOnce(2);
  }

  private CompletableFuture<Outcome> sentAgainWhileTheOldOneHangs(Batch batch) throws Exception {
    proxy.arm(new Cut(Way.REQUEST, 0, Manner.LATE));
    assertThat(harness.outcome(batch)).isInstanceOf(Outcome.Retry.class);
    CompletableFuture<Outcome> again = harness.deliver(batch);
    if (again.isDone()) {
      // Its keys were read before the cut was noticed.
      assertThat(again.get()).isInstanceOf(Outcome.Retry.class);
      again = harness.deliver(batch);
    }
    database.await(
        "select count(*) from pg_stat_activity where datname = current_database()"
            + " and wait_event_type = 'Lock'",
        1);
    assertThat(again.isDone()).isFalse();
    return again;
  }
}
