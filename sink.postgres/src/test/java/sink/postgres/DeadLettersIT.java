package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Origin;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Series;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A bad event becomes a dead letter, and takes no good one with it. */
@ExtendWith(TestServer.Extension.class)
final class DeadLettersIT {
  private static final long TIME = 1_790_000_000_123_456_789L;

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

  private static Event line(String body, Attributes attributes) {
    return new Event(TIME, new LogLine(Text.of(body), Severity.WARN, false), attributes);
  }

  private List<String> stored(String what) throws Exception {
    return database.rows("select " + what + " from logs_v1 order by sequence");
  }

  @Test
  void storesTheRestOfABatchWithAnEventThatCannotBeStored() throws Exception {
    Batch batch =
        BatchBuilder.of(Kind.LOG)
            .batch(
                line("a", Attributes.of("k", "v")),
                line("b", Attributes.of("k", "zero\0")),
                line("c", Attributes.of("k", "half\ud83d")),
                line("d", Attributes.of("nul\0", "v")),
                line("e", Attributes.EMPTY));
    Outcome outcome = harness.outcome(batch);
    assertThat(outcome).isInstanceOf(Outcome.PartlyAccepted.class);
    assertThat(((Outcome.PartlyAccepted) outcome).refused())
        .extracting(Outcome.PartlyAccepted.Refused::index)
        .containsExactly(1, 2, 3);
    assertThat(stored("sequence, body")).containsExactly("0|a", "4|e");
    assertThat(database.rows("select sequence from dead_letters_v1 order by 1"))
        .containsExactly("1", "2", "3");
    assertThat(database.rows("select event from dead_letters_v1 where sequence = 1").getFirst())
        .contains("zero\ufffd");
    assertThat(harness.outcome(batch)).as("sent again").isEqualTo(outcome);
    assertThat(database.number("select next_sequence from streams_v1")).isEqualTo(5);
  }

  @Test
  void findsTheRowsThatTheServerRefuses() throws Exception {
    harness.outcome(BatchBuilder.of(Kind.LOG).stream("other").batch(line("x", Attributes.EMPTY)));
    database.execute("alter table monitor.logs add check (body not like 'bad%')");
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      boolean bad = i == 0 || i == 250 || i == 251 || i == 499;
      boolean unstorable = i == 100;
      Attributes attributes = unstorable ? Attributes.of("k", "\0") : Attributes.EMPTY;
      events.add(line((bad ? "bad" : "good") + i, attributes));
    }
    Outcome outcome = harness.outcome(BatchBuilder.of(Kind.LOG).batch(events));
    assertThat(((Outcome.PartlyAccepted) outcome).refused())
        .extracting(Outcome.PartlyAccepted.Refused::index)
        .containsExactlyInAnyOrder(0, 100, 250, 251, 499);
    assertThat(database.number("select count(*) from logs_v1 where body like 'good%'"))
        .isEqualTo(495);
    assertThat(
            database.rows(
                "select sequence from dead_letters_v1 where reason like '%check%' order by 1"))
        .containsExactly("0", "250", "251", "499");
    assertThat(database.rows("select event from dead_letters_v1 where sequence = 251").getFirst())
        .contains("timeNanos");
  }

  @Test
  void keepsTheBytesOfBodiesThatAreNotText() throws Exception {
    byte[] bytes = {'a', 0, 'b', (byte) 0xff, (byte) 0xc3, 'c'};
    Text body = Text.slice(bytes, 0, bytes.length);
    Event event = Event.of(TIME, new LogLine(body, Severity.INFO, true));
    assertThat(harness.outcome(BatchBuilder.of(Kind.LOG).batch(event))).isEqualTo(Outcome.ACCEPTED);
    assertThat(stored("encode(raw, 'hex'), cut"))
        .containsExactly(HexFormat.of().formatHex(bytes) + "|t");
    assertThat(stored("body").getFirst()).isEqualTo("a\ufffdb\ufffd\ufffdc");
  }

  @Test
  void keepsNanosecondsAndTimesAtTheEdges() throws Exception {
    List<Event> events = new ArrayList<>();
    for (long nanos : List.of(TIME, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE)) {
      events.add(Event.of(nanos, new LogLine(Text.EMPTY, Severity.INFO, false)));
    }
    assertThat(harness.outcome(BatchBuilder.of(Kind.LOG).batch(events)))
        .isEqualTo(Outcome.ACCEPTED);
    assertThat(stored("time, nanos"))
        .containsExactly(
            "2026-09-21 14:13:20.123456+00|789",
            "1970-01-01 00:00:00+00|1",
            "1969-12-31 23:59:59.999999+00|999",
            "2262-04-11 23:47:16.854775+00|807",
            "1677-09-21 00:12:43.145224+00|192");
  }

  @Test
  void storesNumbersThatAreNone() throws Exception {
    Series series = Series.gauge("odd", "1");
    Batch batch =
        BatchBuilder.of(Kind.SAMPLE)
            .batch(
                series.sample(TIME, Double.NaN),
                series.sample(TIME, Double.POSITIVE_INFINITY),
                series.sample(TIME, -0.0));
    assertThat(harness.outcome(batch)).isEqualTo(Outcome.ACCEPTED);
    assertThat(database.rows("select value from samples_v1 order by sequence"))
        .containsExactly("NaN", "Infinity", "-0");
  }

  @Test
  void refusesSeriesThatNoIndexHolds() throws Exception {
    Series good = Series.gauge("good", "1");
    Series bad = Series.gauge("n".repeat(10_000), "1");
    Outcome outcome =
        harness.outcome(
            BatchBuilder.of(Kind.SAMPLE).batch(good.sample(TIME, 1), bad.sample(TIME, 2)));
    assertThat(outcome).isInstanceOf(Outcome.PartlyAccepted.class);
    assertThat(database.number("select count(*) from samples_v1")).isEqualTo(1);
  }

  @Test
  void rejectsABatchWhoseHeaderCannotBeStored() throws Exception {
    Batch batch =
        BatchBuilder.of(Kind.LOG)
            .origin(new Origin("ho\0st", "source", java.util.Map.of()))
            .batch(line("a", Attributes.EMPTY));
    assertThat(harness.outcome(batch)).isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void storesLargeBodies() throws Exception {
    char[] large = new char[1 << 20];
    Arrays.fill(large, 'ä');
    String body = new String(large);
    assertThat(harness.outcome(BatchBuilder.of(Kind.LOG).batch(line(body, Attributes.EMPTY))))
        .isEqualTo(Outcome.ACCEPTED);
    assertThat(stored("length(body)")).containsExactly(String.valueOf(1 << 20));
  }
}
