package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import monitor.api.delivery.Origin;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Custom;
import monitor.api.event.Event;
import monitor.api.event.Flow;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Probed;
import monitor.api.event.ProcessObservation;
import monitor.api.event.Series;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.api.probe.ProbeResult;
import monitor.api.query.LogFilter;
import monitor.api.query.LogPage;
import monitor.api.query.Period;
import monitor.api.query.ProbeFilter;
import monitor.api.query.QueryException;
import monitor.api.query.QueryTimeoutException;
import monitor.api.query.RoundPage;
import monitor.api.query.Scope;
import monitor.api.query.SeriesFilter;
import monitor.api.query.SeriesPage;
import monitor.api.query.SeriesPoints;
import monitor.api.query.SeriesStatistics;
import monitor.api.query.StoredProcess;
import monitor.api.query.StoredRound;
import monitor.api.query.StoredTraffic;
import monitor.api.query.TelemetryQuery;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The answers of storage, from what the sink has stored. */
@ExtendWith(TestServer.Extension.class)
final class QueriesIT {
  private static final Instant START = Instant.parse("2026-07-20T12:00:00Z");
  private static final long SECOND = 1_000_000_000L;
  private static final long TIME = START.getEpochSecond() * SECOND;
  private static final Period HOUR = new Period(START, START.plusSeconds(3600));

  private final TestSurroundings surroundings = new TestSurroundings();
  private TestDatabase database;
  private SinkHarness harness;
  private TelemetryQuery query;

  @BeforeEach
  void open(TestServer server) throws Exception {
    database = server.database();
    PostgresSink sink =
        new PostgresSink(TestDatabase.settings(), database.database(), surroundings);
    harness = SinkHarness.of(sink).patience(Duration.ofSeconds(30)).open();
    query = surroundings.published;
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
    assertThat(surroundings.published).as("taken back").isNull();
  }

  private void store(BatchBuilder batches, List<Event> events) throws Exception {
    assertThat(harness.outcome(batches.batch(events))).isEqualTo(Outcome.ACCEPTED);
  }

  private static SeriesFilter named(String name) {
    return new SeriesFilter(name, Scope.ALL, Map.of());
  }

  private static List<Event> every(Series series, int count, int stepSeconds) {
    return IntStream.range(0, count)
        .mapToObj(i -> series.sample(TIME + i * stepSeconds * SECOND, i))
        .toList();
  }

  @Test
  void givesPointsAsStoredToTheNanosecond() throws Exception {
    Series cpu = Series.gauge("system.cpu.utilization", "1").with("cpu", 0L);
    store(BatchBuilder.of(Kind.SAMPLE), List.of(cpu.sample(TIME + 123_456_789, 0.25)));
    assertThat(query.history(named("system.cpu.utilization"), HOUR, null))
        .containsExactly(
            new SeriesPoints(
                "system.cpu.utilization",
                "testkit-host",
                "1",
                "gauge",
                Map.of("cpu", 0L),
                List.of(new SeriesPoints.Point(START.plusNanos(123_456_789), 0.25))));
  }

  @Test
  void reducesGaugesToMeansAndCountersToTheirLast() throws Exception {
    store(BatchBuilder.of(Kind.SAMPLE).stream("g"), every(Series.gauge("g", "By"), 120, 1));
    store(BatchBuilder.of(Kind.SAMPLE).stream("c"), every(Series.counter("c", "By"), 120, 1));
    Duration minute = Duration.ofMinutes(1);
    assertThat(query.history(named("g"), HOUR, minute).getFirst().points())
        .containsExactly(
            new SeriesPoints.Point(START, 29.5),
            new SeriesPoints.Point(START.plusSeconds(60), 89.5));
    assertThat(query.history(named("c"), HOUR, minute).getFirst().points())
        .extracting(SeriesPoints.Point::value)
        .containsExactly(59.0, 119.0);
  }

  @Test
  void neverGivesMoreThanElevenThousandPoints() throws Exception {
    BatchBuilder batches = BatchBuilder.of(Kind.SAMPLE);
    Series many = Series.gauge("many", "1");
    List<Event> events = every(many, 12_000, 1);
    store(batches, events.subList(0, 6000));
    store(batches, events.subList(6000, 12_000));
    Period day = new Period(START, START.plusSeconds(86_400));
    List<SeriesPoints.Point> stored = query.history(named("many"), day, null).getFirst().points();
    assertThat(stored).hasSize(11_000);
    assertThat(stored.getLast().value()).as("the latest").isEqualTo(11_999);
    assertThat(query.history(named("many"), day, Duration.ofMillis(1)).getFirst().points())
        .hasSizeLessThanOrEqualTo(11_000);
  }

  @Test
  void selectsSeriesByHostAndAttributes() throws Exception {
    Series io = Series.counter("system.disk.io", "By");
    Event a = io.with("device", "sda").sample(TIME, 1);
    Event b = io.with("device", "sdb").sample(TIME, 2);
    store(BatchBuilder.of(Kind.SAMPLE), List.of(a, b));
    Event remote = io.with("device", "sda").with("host.name", "db1").sample(TIME, 3);
    store(BatchBuilder.of(Kind.SAMPLE).stream("remote"), List.of(remote));
    assertThat(query.history(named("system.disk.io"), HOUR, null)).hasSize(3);
    SeriesFilter sdb = new SeriesFilter(null, Scope.ALL, Map.of("device", "sdb"));
    assertThat(query.history(sdb, HOUR, null).getFirst().points().getFirst().value()).isEqualTo(2);
    SeriesFilter db1 = new SeriesFilter("system.disk.io", Scope.host("db1"), Map.of());
    assertThat(query.history(db1, HOUR, null))
        .extracting(SeriesPoints::host)
        .containsExactly("db1");
    assertThat(query.history(named("unknown"), HOUR, null)).isEmpty();
  }

  @Test
  void givesStatistics() throws Exception {
    store(BatchBuilder.of(Kind.SAMPLE), every(Series.gauge("g", "ms"), 101, 1));
    assertThat(query.statistics(named("g"), HOUR))
        .containsExactly(
            new SeriesStatistics(
                "g", "testkit-host", "ms", Map.of(), 101, 0, 100, 50, 50, 95, 99, 100));
  }

  private void assertMean(String name, double mean, double... values) throws Exception {
    Series series = Series.gauge(name, "1");
    List<Event> events = new ArrayList<>();
    for (double value : values) {
      events.add(series.sample(TIME + events.size() * SECOND, value));
    }
    store(BatchBuilder.of(Kind.SAMPLE).stream(name), events);
    double[] sorted = DoubleStream.of(values).sorted().toArray();
    assertThat(query.statistics(named(name), HOUR))
        .extracting(
            SeriesStatistics::count,
            SeriesStatistics::min,
            SeriesStatistics::max,
            SeriesStatistics::mean)
        .containsExactly(tuple((long) values.length, sorted[0], sorted[sorted.length - 1], mean));
  }

  @Test
  void givesStatisticsOfTheLargestAndTheSmallestNumbers() throws Exception {
    assertMean("apart", 5e199, 0, 1e200);
    assertMean("largest", Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE);
    assertMean("both", 0, -Double.MAX_VALUE, Double.MAX_VALUE);
    assertMean("smallest", 0, Double.MIN_VALUE, -1e-320);
    assertMean("infinite", Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 1);
    assertThat(query.statistics(new SeriesFilter(null, Scope.ALL, Map.of()), HOUR)).hasSize(5);
  }

  @Test
  void givesStatisticsOfWhatIsANumber() throws Exception {
    Series quantile = Series.gauge("q", "s");
    store(
        BatchBuilder.of(Kind.SAMPLE),
        List.of(quantile.sample(TIME, 1), quantile.sample(TIME, Double.NaN)));
    assertThat(query.statistics(named("q"), HOUR).getFirst())
        .extracting(SeriesStatistics::count, SeriesStatistics::max)
        .containsExactly(1L, 1.0);
  }

  /** The database writes a large double without a fraction, as many digits as that takes. */
  @Test
  void givesAttributesThatNoLongHolds() throws Exception {
    Map<String, Object> large = Map.of("a", 1e19, "b", -1e300, "c", Long.MIN_VALUE);
    Series gauge = Series.gauge("g", "1").with("a", 1e19).with("b", -1e300);
    store(
        BatchBuilder.of(Kind.SAMPLE), List.of(gauge.with("c", Long.MIN_VALUE).sample(TIME, 0.25)));
    LogLine body = new LogLine(Text.of("line"), Severity.INFO, false);
    store(
        BatchBuilder.of(Kind.LOG).stream("lines"),
        List.of(new Event(TIME, body, Attributes.of("d", 1e300))));
    assertThat(query.series(named("g"), HOUR, 10, null).series())
        .extracting(SeriesPage.Entry::attributes)
        .containsExactly(large);
    assertThat(query.history(named("g"), HOUR, null))
        .extracting(SeriesPoints::attributes)
        .containsExactly(large);
    assertThat(query.statistics(named("g"), HOUR))
        .extracting(SeriesStatistics::attributes)
        .containsExactly(large);
    assertThat(query.logs(filter(true, 10, null)).lines())
        .extracting(LogPage.Line::attributes)
        .containsExactly(Map.of("d", 1e300));
  }

  @Test
  void pagesThroughTheSeriesOfAPeriod() throws Exception {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      events.add(Series.gauge("n" + i % 5, "1").with("i", i).sample(TIME, i));
    }
    events.add(Series.gauge("old", "1").sample(TIME - 7200 * SECOND, 1));
    store(BatchBuilder.of(Kind.SAMPLE), events);
    SeriesFilter all = new SeriesFilter(null, Scope.ALL, Map.of());
    List<String> seen = new ArrayList<>();
    SeriesPage page = query.series(all, HOUR, 10, null);
    for (; page.next() != null; page = query.series(all, HOUR, 10, page.next())) {
      assertThat(page.series()).hasSize(10);
      page.series().forEach(each -> seen.add(each.name() + each.attributes().get("i")));
    }
    page.series().forEach(each -> seen.add(each.name() + each.attributes().get("i")));
    assertThat(seen)
        .hasSize(25)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(java.util.Comparator.comparing(each -> each.substring(0, 2)));
    assertThat(
            query
                .series(new SeriesFilter("n3", Scope.ALL, Map.of("i", "8")), HOUR, 10, null)
                .series())
        .containsExactly(new SeriesPage.Entry("n3", "testkit-host", "1", "gauge", Map.of("i", 8L)));
    assertThatThrownBy(() -> query.series(all, HOUR, 10, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Event line(int second, Severity severity, String body) {
    return new Event(
        TIME + second * SECOND,
        new LogLine(Text.of(body), severity, false),
        Attributes.of("n", second));
  }

  private static LogFilter filter(boolean ascending, int limit, String cursor) {
    return new LogFilter(HOUR, null, null, Scope.ALL, null, ascending, limit, cursor);
  }

  @Test
  void pagesThroughLogsInBothDirections() throws Exception {
    BatchBuilder batches = BatchBuilder.of(Kind.LOG);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      // Ten lines bear the same time, and the hour has long silences.
      events.add(line(i / 10 * 300, Severity.INFO, "line " + i));
    }
    store(batches, events);
    for (boolean ascending : List.of(true, false)) {
      List<Long> sequences = new ArrayList<>();
      String cursor = null;
      do {
        LogPage page = query.logs(filter(ascending, 7, cursor));
        page.lines().forEach(each -> sequences.add(each.sequence()));
        cursor = page.next();
      } while (cursor != null);
      List<Long> expected =
          new ArrayList<>(IntStream.range(0, 100).mapToObj(i -> (long) i).toList());
      assertThat(sequences).isEqualTo(ascending ? expected : expected.reversed());
    }
  }

  @Test
  void filtersLogs() throws Exception {
    store(
        BatchBuilder.of(Kind.LOG),
        List.of(
            line(1, Severity.INFO, "User logged IN 100%"),
            line(2, Severity.ERROR, "user_x failed"),
            line(3, Severity.WARN, "disk full")));
    Origin other = new Origin("db1", "collector.logs~db", Map.of());
    store(
        BatchBuilder.of(Kind.LOG).stream("db").origin(other),
        List.of(line(4, Severity.FATAL, "database user gone")));
    assertThat(bodies("user", null, Scope.ALL, null)).hasSize(3);
    assertThat(bodies("in 100%", null, Scope.ALL, null)).containsExactly("User logged IN 100%");
    assertThat(bodies("r_x", null, Scope.ALL, null)).containsExactly("user_x failed");
    assertThat(bodies("r%x", null, Scope.ALL, null)).isEmpty();
    assertThat(bodies(null, "collector.logs~db", Scope.ALL, null))
        .containsExactly("database user gone");
    assertThat(bodies(null, null, Scope.host("db1"), null)).containsExactly("database user gone");
    assertThat(bodies(null, null, Scope.host("testkit-host"), Severity.WARN))
        .containsExactly("user_x failed", "disk full");
    LogPage.Line first = query.logs(filter(true, 1, null)).lines().getFirst();
    assertThat(first.severity()).isEqualTo("INFO");
    assertThat(first.attributes()).isEqualTo(Map.of("n", 1L));
    assertThat(first.source()).isEqualTo("testkit.source");
  }

  private List<String> bodies(String text, String source, Scope scope, Severity least)
      throws Exception {
    return query
        .logs(new LogFilter(HOUR, text, source, scope, least, true, 100, null))
        .lines()
        .stream()
        .map(LogPage.Line::body)
        .toList();
  }

  @Test
  void refusesACursorThatIsNotOurs() {
    for (String cursor : List.of("", "x", "MTox", "%%%")) {
      assertThatThrownBy(() -> query.logs(filter(true, 10, cursor)))
          .as(cursor)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cursor");
    }
  }

  private static ProbeFilter probes(String probe, String target, int limit) {
    return new ProbeFilter(HOUR, probe, target, Scope.ALL, limit, null);
  }

  @Test
  void pagesThroughRounds() throws Exception {
    for (String host : List.of("a", "b")) {
      List<Event> events = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        ProbeResult result = new ProbeResult.TcpConnect(true, 1.0 + i, null, null);
        // some bear the same time
        events.add(Event.of(TIME + i / 3 * SECOND, new Probed("tcp", "t", result)));
      }
      store(
          BatchBuilder.of(Kind.PROBE).stream(host).origin(new Origin(host, "p", Map.of())), events);
    }
    List<StoredRound> all = query.reachability(probes(null, null, 100)).rounds();
    assertThat(all).hasSize(50);
    List<StoredRound> paged = new ArrayList<>();
    String cursor = null;
    do {
      RoundPage page = query.reachability(new ProbeFilter(HOUR, null, null, Scope.ALL, 7, cursor));
      paged.addAll(page.rounds());
      cursor = page.next();
    } while (cursor != null);
    assertThat(paged).isEqualTo(all);
    assertThatThrownBy(
            () -> query.reachability(new ProbeFilter(HOUR, null, null, Scope.ALL, 7, "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cursor");
  }

  @Test
  void givesBackEveryResultOfAProbeAsItWas() throws Exception {
    List<ProbeResult> results =
        List.of(
            new ProbeResult.Ping(2, 1, List.of(0.25, 1e-7), List.of("lost", "late"), "::1"),
            new ProbeResult.Ping(0, 4, List.of(), List.of("unknown host"), null),
            new ProbeResult.Traceroute(
                List.of(
                    new ProbeResult.Traceroute.Hop(1, "10.0.0.1", List.of(1.5, 2.0), 0),
                    new ProbeResult.Traceroute.Hop(2, null, List.of(), 3)),
                true,
                12.5,
                List.of()),
            new ProbeResult.TcpConnect(true, 3.0, null, "127.0.0.1"),
            new ProbeResult.TcpConnect(false, null, "refused", null),
            new ProbeResult.UdpConnect(true, 4.5, null, "127.0.0.1"),
            new ProbeResult.HttpGet(200, 17.25, 1L << 40, null, true),
            new ProbeResult.HttpGet(null, null, null, "no answer", false),
            new ProbeResult.Plugin("dns", "1.2", true, 0.5, null, Map.of("answer", "täglich")));
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      events.add(Event.of(TIME + i * SECOND, new Probed("p" + i, "target", results.get(i))));
    }
    store(BatchBuilder.of(Kind.PROBE), events);
    List<StoredRound> rounds = query.reachability(probes(null, "target", 100)).rounds();
    assertThat(rounds).extracting(StoredRound::result).isEqualTo(results.reversed());
    assertThat(query.reachability(probes("p3", null, 100)).rounds())
        .containsExactly(
            new StoredRound(
                START.plusSeconds(3),
                "testkit-host",
                "testkit.source",
                "p3",
                "target",
                results.get(3),
                Map.of()));
    assertThat(query.reachability(probes(null, null, 2)).rounds()).hasSize(2);
  }

  private static ProcessObservation process(long pid, String name, double cpu) {
    return new ProcessObservation(
        ProcessObservation.Phase.RUNNING, pid, 1, name, "/bin/" + name, name, "me", TIME, cpu, 99);
  }

  @Test
  void givesTheProcessesOfTheLatestLookAtEachHost() throws Exception {
    BatchBuilder here = BatchBuilder.of(Kind.PROCESS);
    store(here, List.of(Event.of(TIME, process(1, "old", 3)), Event.of(TIME, process(2, "b", 1))));
    long later = TIME + 5 * SECOND;
    store(
        here,
        List.of(
            Event.of(later, process(2, "b", 0.5)),
            Event.of(later + 1_000_000, process(3, "c", 0.75))));
    Origin other = new Origin("db1", "collector.metrics", Map.of());
    store(
        BatchBuilder.of(Kind.PROCESS).stream("db1").origin(other),
        List.of(Event.of(TIME, process(9, "db", 0.6))));
    assertThat(query.processes(Scope.ALL, 10))
        .extracting(each -> each.process().name())
        .containsExactly("c", "db", "b");
    assertThat(query.processes(Scope.host("db1"), 10))
        .containsExactly(new StoredProcess(START, "db1", process(9, "db", 0.6)));
    assertThat(query.processes(Scope.ALL, 1)).hasSize(1);
  }

  private static Event flow(String id, int second, long bytes, String application) {
    Flow flow =
        new Flow(id, "tcp", "10.0.0.1", 4000, "10.0.0.2", 443, "open", bytes, 0, 1, 0, TIME, TIME);
    Attributes attributes =
        application.isEmpty()
            ? Attributes.EMPTY
            : Attributes.of("network.protocol.name", application);
    return new Event(TIME + second * SECOND, flow, attributes);
  }

  private static Event talker(String address, int second, long sent) {
    return new Event(
        TIME + second * SECOND,
        new Custom(new Kind("traffic.talker")),
        Attributes.of(
            Map.of("address", address, "bytes.sent", sent, "bytes.received", 1L, "packets", 2L)));
  }

  @Test
  void givesTheTrafficOfAPeriod() throws Exception {
    store(
        BatchBuilder.of(Kind.FLOW).stream("flows"),
        List.of(
            flow("a", 1, 100, "https"),
            flow("b", 2, 500, ""),
            flow("a", 3, 300, "https"), // the same flow, some time later
            flow("c", 4, 50, "https"),
            flow("late", 7200, 9_000, "https")));
    store(
        BatchBuilder.of(new Kind("traffic.talker")).stream("talkers"),
        List.of(
            talker("10.0.0.1", 1, 10),
            talker("10.0.0.2", 1, 15),
            talker("10.0.0.1", 2, 10),
            talker("10.0.0.9", 7200, 99)));
    StoredTraffic traffic = query.traffic(HOUR, Scope.ALL, 2);
    assertThat(traffic.flows())
        .extracting(stored -> stored.flow().id() + stored.flow().bytesSent())
        .containsExactly("b500", "a300");
    assertThat(traffic.flows().getLast().flow()).isEqualTo(flow("a", 3, 300, "").payload());
    assertThat(traffic.flows().getLast().attributes())
        .containsExactly(Map.entry("network.protocol.name", "https"));
    assertThat(traffic.protocols())
        .containsExactly(
            new StoredTraffic.Protocol("tcp", 500, 1, 1),
            new StoredTraffic.Protocol("https", 350, 2, 2));
    String host = traffic.flows().getFirst().host();
    assertThat(traffic.talkers())
        .containsExactly(
            new StoredTraffic.Talker(host, "10.0.0.1", 20, 2, 4),
            new StoredTraffic.Talker(host, "10.0.0.2", 15, 1, 2));
    assertThat(query.traffic(HOUR, Scope.host(host), 10).flows()).hasSize(3);
    assertThat(query.traffic(HOUR, Scope.host("elsewhere"), 10))
        .isEqualTo(new StoredTraffic(List.of(), List.of(), List.of(), List.of(), List.of()));
  }

  private static Event question(String name, Map<String, Object> outcome) {
    Map<String, Object> attributes = new HashMap<>(outcome);
    attributes.put("dns.question.name", name);
    return new Event(TIME + SECOND, new Custom(new Kind("traffic.dns")), Attributes.of(attributes));
  }

  private static Map<String, Object> answer(String code, double millis) {
    return Map.of("dns.answered", true, "dns.response.code", code, "dns.latency", millis);
  }

  @Test
  void givesTheNamesThatTrafficWasAbout() throws Exception {
    Event named = flow("a", 1, 100, "https");
    Event again = flow("b", 2, 500, "https");
    store(
        BatchBuilder.of(Kind.FLOW).stream("flows"),
        List.of(
            new Event(
                named.timeNanos(),
                named.payload(),
                named.attributes().with("tls.server.name", "a.example")),
            new Event(
                again.timeNanos(),
                again.payload(),
                again.attributes().with("tls.server.name", "a.example")),
            flow("c", 3, 900, "https")));
    store(
        BatchBuilder.of(new Kind("traffic.dns")).stream("names"),
        List.of(
            question("a.example", answer("NOERROR", 1)),
            question("a.example", answer("NOERROR", 3)),
            question("a.example", Map.of("dns.answered", false)),
            question("b.example", answer("NXDOMAIN", 8)),
            question("c.example", Map.of("dns.answered", false))));
    StoredTraffic traffic = query.traffic(HOUR, Scope.ALL, 10);
    assertThat(traffic.serverNames())
        .containsExactly(new StoredTraffic.ServerName("a.example", 600, 2, 2));
    assertThat(traffic.questions())
        .containsExactly(
            new StoredTraffic.Question("a.example", 3, 1, 0, 2.0, 2.9),
            new StoredTraffic.Question("b.example", 1, 0, 1, 8.0, 8.0),
            new StoredTraffic.Question("c.example", 1, 1, 0, null, null));
    assertThat(query.traffic(HOUR, Scope.ALL, 1).questions()).hasSize(1);
  }

  @Test
  void saysWhyItCannotAnswer() throws Exception {
    database.execute("alter table monitor.logs rename to elsewhere");
    assertThatThrownBy(() -> query.logs(filter(true, 10, null)))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("the database says")
        .hasMessageContaining("monitor.logs");
  }

  @Test
  void saysThatStorageEndedTheConnection(TestServer server) throws Exception {
    String waiting = " from pg_stat_activity where wait_event_type = 'Lock' and datname = '%s'";
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock monitor.logs in access exclusive mode");
      FutureTask<Object> answer = new FutureTask<>(() -> query.logs(filter(true, 10, null)));
      Thread.ofPlatform().start(answer);
      TestDatabase other = server.at("postgres");
      String ours = waiting.formatted(database.name());
      other.await("select count(*)" + ours, 1);
      other.execute("select pg_terminate_backend(pid)" + ours);
      assertThatThrownBy(() -> answer.get(1, TimeUnit.MINUTES))
          .rootCause()
          .hasMessageContaining("terminating connection");
      assertThat(answer.exceptionNow())
          .isInstanceOf(QueryException.class)
          .hasMessageContaining("storage ended the connection");
    }
  }

  @Test
  void givesUpAQueryThatTakesTooLong() throws Exception {
    PostgresSink sink =
        new PostgresSink(
            Settings.of(new TestConfiguration(Map.of("query$_$timeout", "100ms"))),
            database.database(),
            surroundings);
    try (SinkHarness other = SinkHarness.of(sink).named("impatient").open();
        var connection = database.connect();
        var statement = connection.createStatement()) {
      TelemetryQuery impatient = surroundings.published;
      connection.setAutoCommit(false);
      statement.execute("lock table monitor.probes");
      assertThatThrownBy(() -> impatient.reachability(probes(null, null, 1)))
          .isInstanceOf(QueryTimeoutException.class)
          .hasMessageContaining("took longer than");
      connection.rollback();
      assertThat(other.statuses()).isNotEmpty();
    }
  }
}
