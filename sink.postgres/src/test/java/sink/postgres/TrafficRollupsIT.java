package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Origin;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Custom;
import monitor.api.event.Event;
import monitor.api.event.Flow;
import monitor.api.event.Kind;
import monitor.api.query.Period;
import monitor.api.query.Scope;
import monitor.api.query.StoredTraffic;
import monitor.testkit.BatchBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sink.postgres.schema.Partitions;
import sink.postgres.schema.Subject;

/** Roll-ups of traffic never change what a query says, whatever came when. */
@ExtendWith(TestServer.Extension.class)
final class TrafficRollupsIT {
  private static final Instant START = Instant.parse("2026-07-20T12:00:00Z");
  private static final long SECOND = 1_000_000_000L;
  private static final Kind TALKER = TrafficModel.TALKER;
  private static final Kind QUESTION = TrafficModel.QUESTION;
  private static final List<Kind> KINDS = List.of(Kind.FLOW, TALKER, QUESTION);
  private static final int ALL = 1000;

  private final Map<String, BatchBuilder> streams = new HashMap<>();
  private final TrafficModel model = new TrafficModel();
  private TestDatabase database;
  private ClockedSink sink;

  @BeforeEach
  void open(TestServer server) throws Exception {
    database = server.database();
    sink = new ClockedSink(database, Subject.TRAFFIC, START);
  }

  @AfterEach
  void stop() throws Exception {
    sink.close();
  }

  private void store(String host, Kind kind, List<Event> events) throws Exception {
    BatchBuilder batches =
        streams.computeIfAbsent(
            host + kind,
            key ->
                BatchBuilder.of(kind).stream(key)
                    .origin(new Origin(host, "s", Map.of("site", "site of " + host))));
    sink.store(batches.batch(events));
    events.forEach(event -> model.add(host, event));
  }

  private static Event flow(long second, int id, long bytes, Random random) {
    Flow flow =
        new Flow(
            "f" + id,
            "tcp",
            "10.0.0.1",
            40_000 + id,
            "10.0.0.2",
            443,
            "open",
            bytes,
            7,
            2,
            1,
            3,
            4);
    Attributes attributes =
        switch (id % 3) {
          case 0 -> Attributes.EMPTY;
          case 1 -> Attributes.of("network.protocol.name", "tls");
          default ->
              Attributes.of(Map.of("tls.server.name", "server" + random.nextInt(2), "n", bytes));
        };
    return new Event(second * SECOND, flow, attributes);
  }

  private static Event talker(long second, Object address, Object sent) {
    return new Event(
        second * SECOND,
        new Custom(TALKER),
        Attributes.of(
            Map.of("address", address, "bytes.sent", sent, "bytes.received", 5L, "packets", 2L)));
  }

  private static Event question(long second, String name, Map<String, Object> outcome) {
    Map<String, Object> attributes = new HashMap<>(outcome);
    attributes.put("dns.question.name", name);
    return new Event(second * SECOND, new Custom(QUESTION), Attributes.of(attributes));
  }

  private static Event question(long second, Random random) {
    String name = "name" + random.nextInt(5);
    return switch (random.nextInt(3)) {
      case 0 -> question(second, name, Map.of("dns.answered", false));
      case 1 -> question(second, name, answer("NXDOMAIN", random.nextInt(100)));
      default -> question(second, name, answer("NOERROR", random.nextInt(100)));
    };
  }

  private static Map<String, Object> answer(String code, double millis) {
    return Map.of("dns.answered", true, "dns.response.code", code, "dns.latency", millis);
  }

  private void storeSome(Random random, int what) throws Exception {
    String host = "h" + random.nextInt(3);
    List<Event> events = new ArrayList<>();
    int late = random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(120);
    for (int i = random.nextInt(1, 30); i > 0; i--) {
      long second = sink.now().getEpochSecond() - late - random.nextInt(5000);
      events.add(
          switch (what) {
            case 0 -> flow(second, random.nextInt(12), random.nextInt(1000), random);
            case 1 -> talker(second, "10.0.0." + random.nextInt(6), (long) random.nextInt(1000));
            default -> question(second, random);
          });
    }
    store(host, KINDS.get(what), events);
  }

  @Test
  void changeNoAnswerWhateverCameWhen() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("repeat it with -Dtests.seed=" + seed);
    Random random = new Random(seed);
    for (int kind = 0; kind < KINDS.size(); kind++) {
      storeSome(random, kind);
    }
    for (int round = 0; round < 60; round++) {
      switch (random.nextInt(9)) {
        case 0 -> sink.update();
        case 1 -> sink.update(random.nextInt(1, 50), random.nextInt(1, 8));
        case 2 -> sink.set(sink.now().plusSeconds(random.nextInt(90_000)));
        case 3 -> sink.reopen();
        case 4 ->
            // as a version before the roll-ups of traffic writes them
            database.execute(
                "update monitor.batches set first_time = '9999-01-01Z', last_time = '0001-01-01Z'"
                    + " where payload_bytes > 0");
        default -> storeSome(random, random.nextInt(KINDS.size()));
      }
      if (random.nextInt(3) == 0) {
        assertSame(random, seed);
      }
    }
    sink.update();
    assertThat(sink.update()).as("nothing is left").isZero();
    assertSame(random, seed);
    assertThat(database.number("select count(*) from monitor.flows_hour")).isPositive();
    assertThat(database.number("select count(*) from monitor.talkers_hour")).isPositive();
    assertThat(database.number("select count(*) from monitor.questions_hour")).isPositive();
  }

  private void assertSame(Random random, long seed) throws Exception {
    for (int hours : new int[] {1, 5, 30, 110}) {
      Instant to = sink.now().plusSeconds(random.nextInt(-4000, 4000));
      Period period = new Period(to.minusSeconds(hours * 3600L), to);
      Scope scope =
          switch (random.nextInt(3)) {
            case 0 -> Scope.ALL;
            case 1 -> Scope.host("h2");
            default -> new Scope(null, Map.of("site", "site of h1"));
          };
      assertThat(sink.query().traffic(period, scope, ALL))
          .as("seed %d, %s of %s", seed, period, scope)
          .isEqualTo(model.expected(period, scope));
    }
  }

  /** What a plugin of somebody else calls traffic stops no roll-up and no answer. */
  @Test
  void bearWhateverAPluginWritesThere() throws Exception {
    long second = START.getEpochSecond() - 7200;
    store(
        "h",
        TALKER,
        List.of(
            talker(second, "a", "many"),
            talker(second, "a", Long.MAX_VALUE),
            talker(second, "a", Long.MAX_VALUE),
            talker(second, "b", 1e300),
            talker(second, 9L, 4L)));
    store(
        "h",
        QUESTION,
        List.of(
            question(second, "a", Map.of("dns.answered", "perhaps", "dns.latency", "long")),
            question(second, "a", Map.of("dns.answered", 1L, "dns.latency", Double.NaN))));
    Period period = new Period(START.minusSeconds(86_400), START);
    StoredTraffic before = sink.query().traffic(period, Scope.ALL, ALL);
    assertThat(before.talkers()).extracting(StoredTraffic.Talker::address).contains("a", "b", "9");
    assertThat(before.questions())
        .containsExactly(new StoredTraffic.Question("a", 2, 0, 0, null, null));
    assertThat(sink.update()).isPositive();
    assertThat(sink.query().traffic(period, Scope.ALL, ALL)).isEqualTo(before);
    assertThat(database.number("select count(*) from monitor.talkers_hour")).isEqualTo(3);
  }

  /** Whole hours are not read from the events, of which none is left but what is shown. */
  @Test
  void tellWholeHoursAlone() throws Exception {
    Random random = new Random(1);
    sink.set(START.plusSeconds(3600));
    for (int kind = 0; kind < KINDS.size(); kind++) {
      storeSome(random, kind);
    }
    sink.update();
    Period hours = new Period(START.minusSeconds(400_000), START.plusSeconds(7200));
    StoredTraffic before = sink.query().traffic(hours, Scope.ALL, ALL);
    assertThat(before).isEqualTo(model.expected(hours, Scope.ALL));
    database.execute("delete from monitor.events");
    StoredTraffic after = sink.query().traffic(hours, Scope.ALL, ALL);
    assertThat(after)
        .isEqualTo(
            new StoredTraffic(
                before.talkers(),
                before.protocols(),
                List.of(),
                before.questions(),
                before.serverNames()));
    Period parts = new Period(hours.from().plusSeconds(1), START);
    assertThat(before.talkers()).isNotEmpty();
    assertThat(sink.query().traffic(parts, Scope.ALL, ALL)).isNotEqualTo(before);
  }

  /** Whoever makes the partition of the next day is not in the way, and a dropped day is not. */
  @Test
  void areMadeWhileTheEventsAreLockedAndADayIsGone() throws Exception {
    Random random = new Random(1);
    storeSome(random, 0);
    sink.set(START.plus(Duration.ofDays(1)));
    storeSome(random, 0);
    database.execute("drop table " + Partitions.name("events", LocalDate.of(2026, 7, 20)));
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table only monitor.events in access exclusive mode");
      assertThat(sink.update()).isPositive();
      other.rollback();
    }
    assertThat(sink.update()).isZero();
    assertThat(database.rows("select distinct day from monitor.flows_hour"))
        .containsExactly("2026-07-21");
  }

  /** A batch of which nothing could be stored is not taken for one whose times nobody knows. */
  @Test
  void makeNoDayAnewForABatchWithoutRows() throws Exception {
    long second = START.getEpochSecond();
    BatchBuilder batches = BatchBuilder.of(TALKER).stream("dead");
    Batch dead = batches.batch(List.of(talker(second, "nul \0", 1L)));
    assertThat(sink.outcome(dead)).isInstanceOf(Outcome.PartlyAccepted.class);
    assertThat(database.rows("select first_time, last_time from monitor.batches"))
        .containsExactly("2026-07-20 12:00:00+00|2026-07-20 12:00:00+00");
  }

  /** Gaps have no events, so that nothing is to be made anew for them. */
  @Test
  void leaveOutGapsAndOtherEvents() throws Exception {
    BatchBuilder lost = BatchBuilder.of(Kind.FLOW).stream("lost");
    sink.store(lost.gap(100, "retention"));
    Kind other = new Kind("other.kind");
    store("h", other, List.of(new Event(0, new Custom(other), Attributes.EMPTY)));
    assertThat(sink.update()).isZero();
  }
}
