package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import monitor.api.delivery.Origin;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Custom;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Probed;
import monitor.api.event.ProcessObservation;
import monitor.api.event.Series;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.api.probe.ProbeResult;
import monitor.api.query.LogFilter;
import monitor.api.query.Period;
import monitor.api.query.ProbeFilter;
import monitor.api.query.Scope;
import monitor.api.query.SeriesFilter;
import monitor.api.query.TelemetryQuery;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every query of many hosts: all, by host, by tag. */
@ExtendWith(TestServer.Extension.class)
final class ScopesIT {
  private static final Instant START = Instant.parse("2026-07-20T12:00:00Z");
  private static final long TIME = START.getEpochSecond() * 1_000_000_000L;
  private static final Period HOUR = new Period(START, START.plusSeconds(3600));

  private static final Scope BERLIN = new Scope(null, Map.of("site", "berlin"));
  private static final Scope BERLIN_1 = new Scope(null, Map.of("site", "berlin", "rack", "\"1\""));
  private static final Scope OTHER = new Scope("web1", Map.of("site", "berlin"));

  private final TestSurroundings surroundings = new TestSurroundings();
  private SinkHarness harness;
  private TelemetryQuery query;

  @BeforeEach
  void store(TestServer server) throws Exception {
    PostgresSink sink =
        new PostgresSink(TestDatabase.settings(), server.database().database(), surroundings);
    harness = SinkHarness.of(sink).patience(Duration.ofSeconds(60)).open();
    query = surroundings.published;
    host("db1", Map.of("site", "berlin", "rack", "\"1\""));
    host("db2", Map.of("site", "berlin", "rack", "2"));
    host("web1", Map.of("site", "paris"));
    host("web2", Map.of());
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void host(String host, Map<String, String> tags) throws Exception {
    send(host, tags, Kind.SAMPLE, Series.gauge("load", "1").sample(TIME, 1));
    Text body = Text.of("line of " + host);
    send(
        host,
        tags,
        Kind.LOG,
        new Event(TIME, new LogLine(body, Severity.INFO, false), Attributes.EMPTY));
    send(
        host,
        tags,
        Kind.PROBE,
        Event.of(TIME, new Probed("tcp", "t", new ProbeResult.TcpConnect(true, 1.0, null, null))));
    send(
        host,
        tags,
        Kind.PROCESS,
        Event.of(
            TIME,
            new ProcessObservation(
                ProcessObservation.Phase.RUNNING, 1, 0, "p", "p", "p", "me", TIME, 0.5, 9)));
    send(
        host,
        tags,
        new Kind("traffic.talker"),
        new Event(
            TIME,
            new Custom(new Kind("traffic.talker")),
            Attributes.of(
                Map.of("address", "a", "bytes.sent", 1L, "bytes.received", 1L, "packets", 2L))));
  }

  private void send(String host, Map<String, String> tags, Kind kind, Event event)
      throws Exception {
    BatchBuilder batches =
        BatchBuilder.of(kind).stream(host + kind.name()).origin(new Origin(host, "s", tags));
    assertThat(harness.outcome(batches.batch(event))).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void answerForAllForAHostAndForTags() throws Exception {
    assertHosts(Scope.ALL, "db1", "db2", "web1", "web2");
    assertHosts(Scope.host("db2"), "db2");
    assertHosts(BERLIN, "db1", "db2");
    assertHosts(BERLIN_1, "db1");
    assertHosts(OTHER);
  }

  private void assertHosts(Scope scope, String... hosts) throws Exception {
    SeriesFilter load = new SeriesFilter("load", scope, Map.of());
    assertThat(query.history(load, HOUR, null))
        .extracting(each -> each.host())
        .containsExactly(hosts);
    assertThat(query.history(load, HOUR, Duration.ofMinutes(1)))
        .extracting(each -> each.host())
        .containsExactly(hosts);
    assertThat(query.statistics(load, HOUR)).extracting(each -> each.host()).containsExactly(hosts);
    assertThat(query.series(load, HOUR, 10, null).series())
        .extracting(each -> each.host())
        .containsExactly(hosts);
    assertThat(query.logs(new LogFilter(HOUR, null, null, scope, null, true, 10, null)).lines())
        .extracting(each -> each.host())
        .containsExactlyInAnyOrder(hosts);
    assertThat(query.reachability(new ProbeFilter(HOUR, null, null, scope, 10, null)).rounds())
        .extracting(each -> each.host())
        .containsExactlyInAnyOrder(hosts);
    assertThat(query.processes(scope, 10))
        .extracting(each -> each.host())
        .containsExactlyInAnyOrder(hosts);
    assertThat(query.traffic(HOUR, scope, 10).talkers())
        .extracting(each -> each.host())
        .containsExactlyInAnyOrder(hosts);
  }

  /** What was measured under the tags of before does not bear those of now. */
  @Test
  void selectSamplesByTheTagsOfTheirTime() throws Exception {
    BatchBuilder moved = BatchBuilder.of(Kind.SAMPLE).stream("moved");
    Series load = Series.gauge("moved", "1");
    for (String site : List.of("rome", "oslo")) {
      moved.origin(new Origin("lap", "s", Map.of("site", site)));
      long at = TIME + site.charAt(0) * 1_000_000_000L;
      assertThat(harness.outcome(moved.batch(load.sample(at, site.charAt(0)))))
          .isEqualTo(Outcome.ACCEPTED);
    }
    SeriesFilter inRome =
        new SeriesFilter("moved", new Scope(null, Map.of("site", "rome")), Map.of());
    assertThat(query.history(inRome, HOUR, null).getFirst().points())
        .extracting(point -> point.value())
        .containsExactly((double) 'r');
    assertThat(query.statistics(inRome, HOUR).getFirst().count()).isEqualTo(1);
  }
}
