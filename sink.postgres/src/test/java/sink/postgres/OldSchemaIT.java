package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Flow;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Series;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.api.query.Period;
import monitor.api.query.Scope;
import monitor.api.query.SeriesFilter;
import monitor.api.query.SeriesPoints;
import monitor.api.query.StoredTraffic;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import sink.postgres.schema.Migrations;
import sink.postgres.schema.Rollups;
import sink.postgres.schema.Subject;

/** A database that a version without roll-ups has filled, taken over by this one. */
@ExtendWith(TestServer.Extension.class)
final class OldSchemaIT {
  private static final Instant START = Instant.parse("2026-07-20T12:00:00Z");
  private static final Period DAYS =
      new Period(START.minusSeconds(86_400), START.plusSeconds(7200));
  private static final long SECOND = 1_000_000_000L;
  private static final int HOURS = 20;

  /** Of the tables of that version, in the order of their references. */
  private static final List<String> TABLES =
      List.of("marks", "origins", "series", "samples", "logs", "events", "batches");

  private static final List<String> SCRIPTS = List.of("001-tables", "002-views", "003-reader");
  private static final String VIEWS =
      "select (select count(*) from samples_v1), (select sum(value) from samples_v1),"
          + " (select count(*) from logs_v1), (select min(body) from logs_v1),"
          + " (select string_agg(data::text, ',' order by time) from events_v1 where kind = 'flow'),"
          + " (select string_agg(sha256, ',' order by stream, first_sequence) from batches_v1)";

  private final TestSurroundings surroundings = new TestSurroundings();
  private final BatchBuilder samples = BatchBuilder.of(Kind.SAMPLE);
  private final List<Batch> sent = new ArrayList<>();
  private TestDatabase present;
  private TestDatabase old;

  @BeforeEach
  void make(TestServer server) throws Exception {
    present = server.database();
    old = server.database();
  }

  private SinkHarness open(TestDatabase database) throws Exception {
    PostgresSink sink =
        new PostgresSink(TestDatabase.settings(), database.database(), surroundings);
    return SinkHarness.of(sink).on(() -> START).patience(Duration.ofSeconds(60)).open();
  }

  private void send(SinkHarness harness, Batch batch) throws Exception {
    assertThat(harness.outcome(batch)).isEqualTo(Outcome.ACCEPTED);
    sent.add(batch);
  }

  private Batch hour(int ago) {
    long first = START.minusSeconds(ago * 3600L).getEpochSecond();
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      events.add(Series.gauge("load", "1").sample((first + i * 60L) * SECOND, ago + i / 64.0));
    }
    return samples.batch(events);
  }

  /** Reports of a flow of each of the hours; that version did not write down their times. */
  private static Batch flows() {
    List<Event> events = new ArrayList<>();
    for (int ago = HOURS; ago > 0; ago--) {
      long nanos = START.minusSeconds(ago * 3600L).getEpochSecond() * SECOND;
      Flow flow = new Flow("f" + ago, "tcp", "a", 1, "b", 2, "open", ago, 0, 1, 1, nanos, nanos);
      events.add(new Event(nanos, flow, Attributes.EMPTY));
    }
    return BatchBuilder.of(Kind.FLOW).stream("flows").batch(events);
  }

  /** The rows of this version, as far as that one had them, in tables as its scripts make them. */
  private void makeOld() throws Exception {
    try (SinkHarness harness = open(present)) {
      for (int ago = HOURS; ago > 0; ago--) {
        send(harness, hour(ago));
      }
      Text body = Text.of("a line of before");
      LogLine line = new LogLine(body, Severity.INFO, false);
      send(
          harness,
          BatchBuilder.of(Kind.LOG)
              .batch(new Event(START.getEpochSecond() * SECOND, line, Attributes.EMPTY)));
      send(harness, flows());
    }
    try (Connection connection = old.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create schema monitor; create table monitor.schema_version (version int primary key,"
              + " name text not null, applied timestamptz not null default now())");
      for (String script : SCRIPTS) {
        statement.execute(read(script));
        statement.execute(
            "insert into monitor.schema_version values (%s, '%s')"
                .formatted(script.substring(0, 3), script));
      }
      for (String table : List.of("samples", "logs", "processes", "probes", "events", "batches")) {
        statement.execute(
            "create table monitor.%1$s_20260720 partition of monitor.%1$s for values in ('2026-07-20')"
                .formatted(table));
      }
    }
    for (String table : TABLES) {
      copy(table);
    }
    for (String table : List.of("marks", "origins", "series")) {
      old.execute("alter table monitor.%s alter column id restart with 1000".formatted(table));
    }
  }

  private static String read(String script) throws Exception {
    try (InputStream stream = Migrations.class.getResourceAsStream(script + ".sql")) {
      return new String(
          Objects.requireNonNull(stream, script).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void copy(String table) throws Exception {
    String columns =
        String.join(
            ", ",
            old.rows(
                "select attname from pg_attribute where attrelid = 'monitor.%s'::regclass and attnum > 0"
                    .formatted(table)));
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    try (Connection from = present.connect();
        Connection to = old.connect()) {
      new CopyManager(from.unwrap(BaseConnection.class))
          .copyOut("copy (select %s from monitor.%s) to stdout".formatted(columns, table), rows);
      new CopyManager(to.unwrap(BaseConnection.class))
          .copyIn(
              "copy monitor.%s (%s) from stdin".formatted(table, columns),
              new ByteArrayInputStream(rows.toByteArray()));
    }
  }

  private List<SeriesPoints> history(Duration step) throws Exception {
    return surroundings.published.history(
        new SeriesFilter("load", Scope.ALL, Map.of()), DAYS, step);
  }

  @Test
  void isTakenOverWithAllThatIsInIt() throws Exception {
    makeOld();
    List<String> before = old.rows(VIEWS);
    try (SinkHarness harness = open(old)) {
      assertThat(old.number("select max(version) from monitor.schema_version"))
          .isEqualTo(Migrations.version());
      assertThat(old.rows(VIEWS)).isEqualTo(before);
      assertThat(old.rows(VIEWS)).isEqualTo(present.rows(VIEWS));
      List<SeriesPoints> hours = history(Duration.ofHours(1));
      assertThat(hours.getFirst().points()).hasSize(HOURS);
      List<SeriesPoints> minutes = history(Duration.ofMinutes(1));
      StoredTraffic traffic = surroundings.published.traffic(DAYS, Scope.ALL, 100);
      assertThat(traffic.flows()).hasSize(HOURS);
      try (Connection connection = old.connect()) {
        assertThat(new Rollups(connection, Subject.SAMPLES, 100, () -> false).update())
            .isGreaterThan(HOURS / 2);
        assertThat(new Rollups(connection, Subject.SAMPLES, () -> false).update()).isZero();
        new Rollups(connection, Subject.TRAFFIC, 4, () -> false).update();
        assertThat(new Rollups(connection, Subject.TRAFFIC, () -> false).update()).isZero();
      }
      assertThat(old.rows("select count(*), sum(count) from samples_minute_v1"))
          .containsExactly(HOURS * 60 + "|" + HOURS * 60);
      assertThat(old.rows("select count(*), sum(count) from samples_hour_v1"))
          .containsExactly(HOURS + "|" + HOURS * 60);
      assertThat(history(Duration.ofHours(1))).isEqualTo(hours);
      assertThat(history(Duration.ofMinutes(1))).isEqualTo(minutes);
      assertThat(old.number("select count(*) from monitor.flows_hour")).isEqualTo(HOURS);
      assertThat(surroundings.published.traffic(DAYS, Scope.ALL, 100)).isEqualTo(traffic);
      goesOn(harness);
    }
  }

  /** What comes again is known, and streams go on where they were, under the keys they had. */
  private void goesOn(SinkHarness harness) throws Exception {
    String keys =
        "select (select count(*) from monitor.marks), (select count(*) from monitor.origins),"
            + " (select count(*) from monitor.series)";
    List<String> before = old.rows(keys);
    for (Batch batch : List.copyOf(sent)) {
      assertThat(harness.outcome(batch)).isEqualTo(Outcome.ACCEPTED);
    }
    send(harness, hour(0));
    assertThat(old.rows(keys)).isEqualTo(before);
    assertThat(old.number("select count(*) from samples_v1")).isEqualTo((HOURS + 1) * 60);
    assertThat(history(Duration.ofHours(1)).getFirst().points()).hasSize(HOURS + 1);
  }
}
