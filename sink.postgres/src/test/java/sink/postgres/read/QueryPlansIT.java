package sink.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import monitor.api.query.LogFilter;
import monitor.api.query.Period;
import monitor.api.query.ProbeFilter;
import monitor.api.query.Scope;
import monitor.api.query.SeriesFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sink.postgres.TestDatabase;
import sink.postgres.TestServer;

/** What queries read of large tables: by indexes, and little beside what is there. */
@ExtendWith(TestServer.Extension.class)
final class QueryPlansIT {
  private static final Instant END = StoredFleet.END;
  private static final Scope TAGGED = new Scope(null, Map.of("site", "s1"));

  /** As those have it that answer the API. */
  private static final String SETTINGS = ReadPool.settings(Duration.ofSeconds(15));

  /** Reads with one connection. */
  @FunctionalInterface
  private interface Reading {
    Object read(Connection connection) throws SQLException;
  }

  private static Period last(Duration duration) {
    return new Period(END.minus(duration), END);
  }

  /** What people ask, by what they would call it. */
  private static Map<String, Reading> questions(StoredFleet fleet) {
    Period all = new Period(fleet.begin(), END);
    Period hour = last(Duration.ofHours(1));
    Instant morning = END.minus(Duration.ofHours(36));
    Period longAgo = new Period(morning, morning.plusSeconds(3600));
    SeriesFilter one = new SeriesFilter("metric1", Scope.host("host3"), Map.of());
    SeriesFilter tagged = new SeriesFilter("metric1", TAGGED, Map.of());
    SeriesFilter any = new SeriesFilter(null, Scope.ALL, Map.of());
    Map<String, Reading> questions = new LinkedHashMap<>();
    questions.put("a metric of all days", c -> history(c, one, all, Duration.ofHours(1)));
    questions.put("a metric of tagged hosts", c -> history(c, tagged, all, Duration.ofHours(1)));
    Period day = last(Duration.ofDays(1));
    questions.put("a metric by minutes", c -> history(c, one, day, Duration.ofMinutes(5)));
    questions.put("a metric of the hour", c -> history(c, tagged, hour, null));
    questions.put("a metric of an hour before", c -> history(c, tagged, longAgo, null));
    questions.put("a metric by steps", c -> history(c, one, longAgo, Duration.ofSeconds(30)));
    questions.put("statistics", c -> new StatisticsQuery(c).run(one, longAgo));
    questions.put("statistics of the hour", c -> new StatisticsQuery(c).run(tagged, hour));
    questions.put("which series", c -> new SeriesQuery(c).run(any, all, 100, null));
    questions.put("the last lines", c -> logs(c, all, Scope.ALL, null));
    questions.put("the last lines of a host", c -> logs(c, all, Scope.host("host3"), null));
    questions.put("lines of an hour before", c -> logs(c, longAgo, TAGGED, null));
    questions.put("lines with a word", c -> logs(c, hour, Scope.ALL, "0 of a log"));
    questions.put("the next lines", c -> nextLines(c, all));
    questions.put("the last rounds", c -> rounds(c, all, Scope.ALL));
    questions.put("rounds of an hour before", c -> rounds(c, longAgo, TAGGED));
    questions.put("the next rounds", c -> nextRounds(c, all));
    questions.put("processes", c -> new ProcessQuery(c).run(Scope.ALL, 100));
    questions.put("processes of a host", c -> new ProcessQuery(c).run(Scope.host("host3"), 100));
    questions.put("traffic", c -> traffic(c, hour, Scope.ALL));
    questions.put("traffic before", c -> traffic(c, longAgo, TAGGED));
    questions.put("which hosts", c -> new HostQuery(c).run());
    return questions;
  }

  /** What needs a large part of the rows, whatever the plan; the time-out is its bound. */
  private static Map<String, Reading> wide(StoredFleet fleet) {
    Period all = new Period(fleet.begin(), END);
    SeriesFilter one = new SeriesFilter("metric1", Scope.host("host3"), Map.of());
    Map<String, Reading> questions = new LinkedHashMap<>();
    questions.put("a metric of all days as it is", c -> history(c, one, all, null));
    questions.put("statistics of all days", c -> new StatisticsQuery(c).run(one, all));
    questions.put("a word that no line has", c -> logs(c, all, Scope.ALL, "no such word"));
    return questions;
  }

  /** What needs a large part of the roll-ups of traffic, and of the events next to nothing. */
  private static Map<String, Reading> rolledUp(StoredFleet fleet) {
    Period all = new Period(fleet.begin(), END);
    Period most = new Period(fleet.begin().plusSeconds(100), END.minusSeconds(100));
    Map<String, Reading> questions = new LinkedHashMap<>();
    questions.put("traffic of a day", c -> traffic(c, last(Duration.ofDays(1)), Scope.ALL));
    questions.put("traffic of all days", c -> traffic(c, all, Scope.ALL));
    questions.put("traffic of most days", c -> traffic(c, most, Scope.ALL));
    questions.put("traffic of tagged hosts", c -> traffic(c, all, TAGGED));
    return questions;
  }

  private static Object traffic(Connection connection, Period period, Scope scope)
      throws SQLException {
    return new TrafficQuery(TrafficSource.of(connection, period, scope), 100).run();
  }

  private static Object history(
      Connection connection, SeriesFilter filter, Period period, @Nullable Duration step)
      throws SQLException {
    return new HistoryQuery(connection).run(filter, period, step);
  }

  private static Object logs(
      Connection connection, Period period, Scope scope, @Nullable String text)
      throws SQLException {
    return new LogQuery(connection)
        .run(new LogFilter(period, text, null, scope, null, false, 200, null));
  }

  /** The second page, which begins in the middle of the time. */
  private static Object nextLines(Connection connection, Period period) throws SQLException {
    Period early = new Period(period.from(), middle(period));
    LogFilter first = new LogFilter(early, null, null, Scope.ALL, null, false, 200, null);
    String cursor = new LogQuery(connection).run(first).next();
    return new LogQuery(connection)
        .run(new LogFilter(period, null, null, Scope.ALL, null, false, 200, cursor));
  }

  private static Object nextRounds(Connection connection, Period period) throws SQLException {
    Period early = new Period(period.from(), middle(period));
    ProbeFilter first = new ProbeFilter(early, null, null, Scope.ALL, 1000, null);
    String cursor = new ProbeQuery(connection).run(first).next();
    return new ProbeQuery(connection)
        .run(new ProbeFilter(period, null, null, Scope.ALL, 1000, cursor));
  }

  private static Instant middle(Period period) {
    return period.from().plus(Duration.between(period.from(), period.to()).dividedBy(2));
  }

  private static Object rounds(Connection connection, Period period, Scope scope)
      throws SQLException {
    return new ProbeQuery(connection).run(new ProbeFilter(period, null, null, scope, 1000, null));
  }

  /** No more than this part of all pages for any question. */
  private static final int PART = 10;

  private static void assertThriftyPlans(
      TestDatabase database, StoredFleet fleet, String... settings) throws Exception {
    long pages =
        database.number(
            "select (sum(pg_relation_size(oid)) / 8192)::bigint from pg_class where relkind in ('r', 'i')"
                + " and relnamespace = 'monitor'::regnamespace");
    Set<String> big =
        Set.copyOf(
            database.rows(
                "select relname from pg_class where relkind = 'r' and relispartition and"
                    + " relnamespace = 'monitor'::regnamespace and pg_relation_size(oid) > 1 << 18"));
    assertThat(big).isNotEmpty();
    Map<String, Long> read = new TreeMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
      for (String setting : settings) {
        statement.execute(setting);
      }
      for (Map.Entry<String, Reading> question : questions(fleet).entrySet()) {
        ExplainedConnection explained = explain(connection, question);
        assertThat(explained.readWhole().filter(big::contains))
            .as("%s\n%s", question.getKey(), explained.text())
            .isEmpty();
        read.put(question.getKey(), explained.pages());
      }
      for (Map.Entry<String, Reading> question : rolledUp(fleet).entrySet()) {
        ExplainedConnection explained = explain(connection, question);
        assertThat(explained.readWhole().filter(big::contains))
            .as("%s\n%s", question.getKey(), explained.text())
            .allMatch(table -> table.contains("_hour_"));
        System.out.println(question.getKey() + ": pages " + explained.pages());
      }
    }
    System.out.println("of " + pages + " pages were read for " + read);
    assertThat(read).allSatisfy((question, count) -> assertThat(count).isLessThan(pages / PART));
  }

  private static ExplainedConnection explain(
      Connection connection, Map.Entry<String, Reading> question) throws SQLException {
    ExplainedConnection explained = new ExplainedConnection(connection);
    assertThat(question.getValue().read(explained.connection()).toString())
        .as("there is an answer to %s", question.getKey())
        .contains("host");
    return explained;
  }

  @Test
  void readLittleByIndexes(TestServer server) throws Exception {
    TestDatabase database = server.database();
    StoredFleet fleet = new StoredFleet(database, 4, 50, 60, 40_000);
    fleet.fill();
    // As a planner has to choose that knows the tables to be large: these are not.
    assertThriftyPlans(database, fleet, "set enable_seqscan = off");
  }

  /** Prints how long they take, the fastest of a few: what a busy machine adds is not theirs. */
  @Test
  @Tag("full")
  void readLittleOfTenMillionRows(TestServer server) throws Exception {
    TestDatabase database = server.database();
    StoredFleet fleet = new StoredFleet(database, 10, 200, 20, 100_000);
    fleet.fill();
    long rows =
        database.number(
            "select sum(c) from (select count(*) c from monitor.samples union all select count(*)"
                + " from monitor.logs union all select count(*) from monitor.events union all"
                + " select count(*) from monitor.processes union all select count(*) from"
                + " monitor.probes) s");
    assertThat(rows).isGreaterThan(10_000_000);
    assertThriftyPlans(database, fleet);
    Map<String, Reading> questions = questions(fleet);
    questions.putAll(wide(fleet));
    questions.putAll(rolledUp(fleet));
    Map<String, Long> millis = new LinkedHashMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
      for (Map.Entry<String, Reading> question : questions.entrySet()) {
        millis.put(question.getKey(), fastestMillis(connection, question.getValue()));
      }
    }
    System.out.println("of " + rows + " rows, in milliseconds: " + millis);
  }

  private static long fastestMillis(Connection connection, Reading reading) throws SQLException {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long begin = System.nanoTime();
      reading.read(connection);
      fastest = Math.min(fastest, System.nanoTime() - begin);
    }
    return TimeUnit.NANOSECONDS.toMillis(fastest);
  }
}
