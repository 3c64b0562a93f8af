package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static sink.postgres.Batches.settled;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.Series;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Series are registered once, whoever comes first, and a bad one takes no good one with it. */
@ExtendWith(TestServer.Extension.class)
final class SeriesRegistrationIT {
  private static final int SERIES = 300;
  private static final int WRITERS = 4;
  private static final int BATCHES = 12;

  private static SinkHarness open(TestDatabase database, String name) throws Exception {
    return SinkHarness.of(database.sink()).named(name).patience(Duration.ofSeconds(60)).open();
  }

  @Test
  void registersOverlappingSeriesOfSeveralWritersOnce(TestServer server) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("repeat it with -Dtests.seed=" + seed);
    TestDatabase database = server.database();
    open(database, "first").close();
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        all.add(
            writers.submit(() -> {
              write(database, writer, new Random(seed + writer));
              return null;
            }));
      }
      for (Future<?> each : all) {
        each.get(2, TimeUnit.MINUTES);
      }
    }
    assertThat(database.rows("select count(*), count(distinct name) from monitor.series"))
        .containsExactly("%1$d|%1$d".formatted(SERIES));
    assertThat(database.number("select count(*) from samples_v1 where name <> 's' || value"))
        .isZero();
    assertThat(database.number("select count(*) from samples_v1"))
        .isEqualTo(WRITERS * BATCHES * SERIES / 2);
  }

  /** Every batch has half of the series, in an order of its own. */
  private static void write(TestDatabase database, int writer, Random random) throws Exception {
    BatchBuilder batches = BatchBuilder.of(Kind.SAMPLE).stream("w" + writer + "/sample");
    try (SinkHarness harness = open(database, "w" + writer)) {
      for (int i = 0; i < BATCHES; i++) {
        List<Event> events = new ArrayList<>();
        for (int series = 0; series < SERIES; series++) {
          events.add(Series.gauge("s" + series, "1").sample(Batches.TIME, series));
        }
        Collections.shuffle(events, random);
        assertThat(settled(harness, batches.batch(events.subList(0, SERIES / 2))))
            .isEqualTo(Outcome.ACCEPTED);
      }
    }
  }

  @Test
  void findsTheSeriesThatTheServerRefuses(TestServer server) throws Exception {
    TestDatabase database = server.database();
    try (SinkHarness harness = open(database, "one")) {
      database.execute("alter table monitor.series add check (name not like 'bad%')");
      List<Event> events = new ArrayList<>();
      for (String name : List.of("a", "bad1", "b", "c", "bad2")) {
        events.add(Series.gauge(name, "1").sample(Batches.TIME, 1));
      }
      Outcome outcome = harness.outcome(BatchBuilder.of(Kind.SAMPLE).batch(events));
      assertThat(((Outcome.PartlyAccepted) outcome).refused())
          .extracting(Outcome.PartlyAccepted.Refused::index)
          .containsExactly(1, 4);
      assertThat(database.rows("select name from samples_v1 order by 1"))
          .containsExactly("a", "b", "c");
      assertThat(database.number("select count(*) from dead_letters_v1")).isEqualTo(2);
    }
  }

  @Test
  void takesNamesOfEveryScriptUpToTheLimit(TestServer server) throws Exception {
    TestDatabase database = server.database();
    Random random = new Random(1);
    String wide =
        random
            .ints(266, 0x4e00, 0x9fff)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    try (SinkHarness harness = open(database, "one")) {
      Event event = Series.gauge(wide, "1").with("host.name", wide).sample(Batches.TIME, 1);
      assertThat(
              harness.outcome(BatchBuilder.of(Kind.SAMPLE).agent(wide).stream(wide).batch(event)))
          .isEqualTo(Outcome.ACCEPTED);
    }
    assertThat(database.number("select count(*) from samples_v1")).isEqualTo(1);
  }
}
