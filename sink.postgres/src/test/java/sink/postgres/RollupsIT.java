package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import monitor.api.delivery.Origin;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.Series;
import monitor.api.query.Period;
import monitor.api.query.Scope;
import monitor.api.query.SeriesFilter;
import monitor.api.query.SeriesPoints;
import monitor.api.query.SeriesPoints.Point;
import monitor.testkit.BatchBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sink.postgres.schema.Partitions;
import sink.postgres.schema.Subject;

/** Roll-ups never change what a query says, whatever came when, and outlive the samples. */
@ExtendWith(TestServer.Extension.class)
final class RollupsIT {
  private static final Instant START = Instant.parse("2026-07-20T12:00:00Z");
  private static final long SECOND = 1_000_000_000L;

  private record Stored(String host, boolean counter, long second, double value) {}

  private final Map<String, BatchBuilder> streams = new HashMap<>();
  private final List<Stored> model = new ArrayList<>();
  private TestDatabase database;
  private ClockedSink sink;

  @BeforeEach
  void open(TestServer server) throws Exception {
    database = server.database();
    sink = new ClockedSink(database, Subject.SAMPLES, START);
  }

  @AfterEach
  void stop() throws Exception {
    sink.close();
  }

  private void store(List<Stored> samples) throws Exception {
    String host = samples.getFirst().host();
    BatchBuilder batches =
        streams.computeIfAbsent(
            host,
            key ->
                BatchBuilder.of(Kind.SAMPLE).stream(key)
                    .origin(new Origin(key, "s", Map.of("site", "site of " + key))));
    Event[] events =
        samples.stream()
            .map(each ->
                (each.counter() ? Series.counter("m", "By").with("c", 1) : Series.gauge("m", "By"))
                    .sample(each.second() * SECOND, each.value()))
            .toArray(Event[]::new);
    sink.store(batches.batch(events));
    model.addAll(samples);
  }

  /** What the samples themselves say. */
  private List<List<Point>> expected(Scope scope, Period period, Duration step) {
    Map<String, TreeMap<Instant, List<Stored>>> all = new TreeMap<>();
    for (Stored each : model) {
      Instant time = Instant.ofEpochSecond(each.second());
      String site = scope.tags().getOrDefault("site", "site of " + each.host());
      if (!time.isBefore(period.from())
          && time.isBefore(period.to())
          && site.equals("site of " + each.host())) {
        Instant bucket =
            Instant.ofEpochSecond(each.second() - Math.floorMod(each.second(), step.toSeconds()));
        all.computeIfAbsent(each.host() + each.counter(), key -> new TreeMap<>())
            .computeIfAbsent(bucket, key -> new ArrayList<>())
            .add(each);
      }
    }
    return all.values().stream()
        .map(buckets -> buckets.entrySet().stream().map(each -> point(each)).toList())
        .toList();
  }

  private static Point point(Map.Entry<Instant, List<Stored>> bucket) {
    List<Stored> all = bucket.getValue();
    double value =
        all.getFirst().counter()
            ? all.stream()
                .max(Comparator.comparingLong(Stored::second).thenComparing(Stored::value))
                .orElseThrow()
                .value()
            : all.stream().mapToDouble(Stored::value).sum() / all.size();
    return new Point(bucket.getKey(), value);
  }

  private List<List<Point>> answered(Scope scope, Period period, Duration step) throws Exception {
    return sink.query().history(new SeriesFilter("m", scope, Map.of()), period, step).stream()
        .sorted(
            Comparator.comparing(SeriesPoints::host)
                .thenComparing(SeriesPoints::instrument, Comparator.reverseOrder()))
        .map(SeriesPoints::points)
        .toList();
  }

  @Test
  void changeNoAnswerWhateverCameWhen() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("repeat it with -Dtests.seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      switch (random.nextInt(9)) {
        case 0 -> sink.update();
        case 1 -> sink.update(random.nextInt(1, 50), random.nextInt(1, 8));
        case 2 -> sink.set(sink.now().plusSeconds(random.nextInt(90_000)));
        case 3 -> sink.reopen();
        case 4 ->
            // as a version before the roll-ups writes them
            database.execute("update monitor.batches set first_time = null, last_time = null");
        default -> store(samples(random));
      }
      if (random.nextInt(3) == 0) {
        assertSame(random, seed);
      }
    }
    sink.update();
    assertThat(sink.update()).as("nothing is left").isZero();
    assertSame(random, seed);
  }

  private List<Stored> samples(Random random) {
    String host = "h" + random.nextInt(3);
    List<Stored> samples = new ArrayList<>();
    int late = random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(120);
    for (int i = random.nextInt(1, 40); i > 0; i--) {
      long second = sink.now().getEpochSecond() - late - random.nextInt(300);
      samples.add(new Stored(host, random.nextBoolean(), second, random.nextInt(1000)));
    }
    return samples;
  }

  private void assertSame(Random random, long seed) throws Exception {
    for (int minutes : new int[] {1, 5, 60, 180}) {
      Duration step = Duration.ofMinutes(minutes);
      Instant to = sink.now().plusSeconds(random.nextInt(-4000, 4000));
      Period period = new Period(to.minusSeconds(random.nextInt(400_000)), to);
      Scope scope =
          random.nextBoolean() ? Scope.ALL : new Scope(null, Map.of("site", "site of h1"));
      assertThat(answered(scope, period, step))
          .as("seed %d, %s by %s of %s", seed, period, step, scope)
          .isEqualTo(expected(scope, period, step));
    }
  }

  /** The day of receipt is dropped, what was rolled up stays, and what comes late is added. */
  @Test
  void outliveTheSamples() throws Exception {
    long second = START.getEpochSecond();
    for (int i = 0; i < 4; i++) {
      store(List.of(new Stored("h", false, second + i * 60, i)));
    }
    sink.update();
    sink.set(START.plus(Duration.ofDays(2)));
    store(List.of(new Stored("h", false, second + 90, 7)));
    database.execute("drop table " + Partitions.name("samples", LocalDate.of(2026, 7, 20)));
    Period hours = new Period(START.minusSeconds(3600), START.plusSeconds(3600));
    for (boolean late : new boolean[] {false, true}) {
      assertThat(answered(Scope.ALL, hours, Duration.ofMinutes(1)))
          .as("rolled up: %s", late)
          .isEqualTo(expected(Scope.ALL, hours, Duration.ofMinutes(1)));
      assertThat(answered(Scope.ALL, hours, Duration.ofHours(1)))
          .isEqualTo(expected(Scope.ALL, hours, Duration.ofHours(1)));
      assertThat(database.rows("select mean, count from samples_hour_v1 order by 2 desc"))
          .containsExactly(late ? "2.6|5" : "1.5|4");
      sink.update();
    }
  }

  /** Of what is kept, no roll-up that queries read is dropped before what it is made of. */
  @Test
  void areKeptAsLongAsWhatTheyAreMadeOf() throws Exception {
    store(
        List.of(
            new Stored("h", false, START.getEpochSecond(), 1),
            new Stored("h", false, START.getEpochSecond() + 90, 2)));
    sink.update();
    Period hour = new Period(START, START.plusSeconds(3600));
    for (Map<String, Object> kept :
        List.<Map<String, Object>>of(
            Map.of("retention", "180d"),
            Map.of("retention", "30d", "sample$_$retention", "180d"),
            Map.of("retention", "30d", "minute$_$retention", "180d", "hour$_$retention", "90d"))) {
      try (Connection connection = database.connect()) {
        Settings.of(new TestConfiguration(kept))
            .retention()
            .drop(connection, LocalDate.of(2026, 7, 20).plusDays(120));
      }
      for (int minutes : new int[] {1, 5, 60}) {
        Duration step = Duration.ofMinutes(minutes);
        assertThat(answered(Scope.ALL, hour, step))
            .as("%s by %s", kept, step)
            .isEqualTo(expected(Scope.ALL, hour, step));
      }
    }
  }

  /** A step is whole or has not been. */
  @Test
  void areMadeInOneTransactionForEachStep() throws Exception {
    store(List.of(new Stored("h", true, START.getEpochSecond(), 1)));
    database.execute("alter table monitor.samples_hour add check (count < 0)");
    assertThatThrownBy(sink::update).isInstanceOf(SQLException.class);
    assertThat(database.number("select count(*) from monitor.samples_minute")).isZero();
    Period hour = new Period(START, START.plusSeconds(3600));
    assertThat(answered(Scope.ALL, hour, Duration.ofHours(1)))
        .isEqualTo(expected(Scope.ALL, hour, Duration.ofHours(1)));
  }

  /**
   * Steps are small, change no answer, and a pass that is ended keeps the days that it has made.
   */
  @Test
  void areMadeInStepsOfWhichEachMayBeTheLast() throws Exception {
    long second = START.getEpochSecond();
    for (int day = 0; day < 2; day++) {
      List<Stored> samples = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        samples.add(new Stored("h", false, second + i * 10, i));
      }
      store(samples);
      sink.set(sink.now().plus(Duration.ofDays(1)));
    }
    String rolled = "select coalesce(max(next_sequence), 0) from monitor.rolled";
    // of 40 samples in 7 minutes: 4 steps of 12, in which are two minutes each
    for (int steps : new int[] {1, 3, 4, 1, 4}) {
      long before = database.number(rolled);
      sink.update(12, steps);
      assertThat(database.number(rolled))
          .as("%d steps from %d on", steps, before)
          .isEqualTo(steps < 4 ? before : before + 40);
      for (int minutes : new int[] {1, 60}) {
        Period hour = new Period(START, START.plusSeconds(3600));
        Duration step = Duration.ofMinutes(minutes);
        assertThat(answered(Scope.ALL, hour, step)).isEqualTo(expected(Scope.ALL, hour, step));
      }
    }
    assertThat(sink.update()).isZero();
  }

  /**
   * Whoever makes the partition of the next day has the table for himself, and is not in the way.
   */
  @Test
  void areMadeWhileTheSamplesAreLocked() throws Exception {
    store(List.of(new Stored("h", false, START.getEpochSecond(), 1)));
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table only monitor.samples in access exclusive mode");
      assertThat(sink.update()).isEqualTo(1);
      other.rollback();
    }
  }

  /** Sums of the largest numbers there are stay what they are. */
  @Test
  void bearTheLargestNumbers() throws Exception {
    long second = START.getEpochSecond();
    store(
        List.of(
            new Stored("h", false, second, Double.MAX_VALUE),
            new Stored("h", false, second + 1, Double.MAX_VALUE)));
    Period hour = new Period(START, START.plusSeconds(3600));
    for (int pass = 0; pass < 2; pass++) {
      assertThat(answered(Scope.ALL, hour, Duration.ofHours(1)).getFirst().getFirst().value())
          .isEqualTo(Double.MAX_VALUE);
      sink.update();
    }
  }

  private void assertMeans(double mean) throws Exception {
    Period hour = new Period(START, START.plusSeconds(3600));
    for (int minutes : new int[] {1, 60}) {
      assertThat(answered(Scope.ALL, hour, Duration.ofMinutes(minutes)))
          .containsExactly(List.of(new Point(START, mean)));
    }
  }

  /**
   * A rate that decays comes to the smallest numbers there are, of which the server has no part.
   */
  @Test
  void bearTheSmallestNumbers() throws Exception {
    long second = START.getEpochSecond();
    store(
        List.of(
            new Stored("h", false, second, Double.MIN_VALUE),
            new Stored("h", false, second + 1, -1e-320)));
    assertMeans(0);
    assertThat(sink.update()).isEqualTo(1);
    assertMeans(0);
    store(List.of(new Stored("h", false, second + 2, 0), new Stored("h", false, second + 3, 1)));
    assertMeans(0.25);
    assertThat(sink.update()).isEqualTo(1);
    assertThat(sink.update()).as("nothing is left").isZero();
    assertMeans(0.25);
    store(List.of(new Stored("h", false, second + 4, Double.MIN_VALUE)));
    sink.update();
    for (String view : List.of("samples_minute_v1", "samples_hour_v1")) {
      assertThat(database.rows("select count, mean, min, max, last from " + view))
          .containsExactly("5|0.2|-1e-320|1|5e-324");
    }
  }

  /** An older version has stored totals that the server cannot divide. */
  @Test
  void haveAMeanOfTheSmallestTotalThatIsStored() throws Exception {
    store(
        List.of(
            new Stored("h", false, START.getEpochSecond(), 1e-311),
            new Stored("h", false, START.getEpochSecond() + 1, 0)));
    sink.update();
    for (String table : List.of("samples_minute", "samples_hour")) {
      database.execute("update monitor.%s set total = '5e-324'".formatted(table));
      assertThat(database.rows("select mean, count, max from %s_v1".formatted(table)))
          .containsExactly("0|2|1e-311");
    }
    assertMeans(0);
  }
}
