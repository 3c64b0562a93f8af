package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sink.postgres.Batches.lines;
import static sink.postgres.Batches.settled;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.api.status.Status;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a server can do to us: each fault has an outcome, nothing is lost or doubled, the status
 * says what it is, and nobody has to start anything again. On a server of its own.
 */
final class ServerFaultsIT {
  private static final int EVENTS = 20;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void startAgain() throws Exception {
    reachable("postgres");
  }

  /** The database once the server has recovered from what was done to it before. */
  private static TestDatabase reachable(String name) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (true) {
      try {
        server.ours(name).ensureRunning(text -> {});
        server.at(name).number("select 1");
        return server.at(name);
      } catch (SQLException | IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  private enum Fault {
    IMMEDIATE_STOP,
    KILLED_SERVER,
    KILLED_PROCESS,
    TERMINATED_BACK_ENDS,
    LOCKED_TABLE,
    RENAMED_COLUMN
  }

  private static SinkHarness harness(String name) {
    PostgresSink sink =
        new PostgresSink(TestDatabase.settings(), server.ours(name), new TestSurroundings());
    return SinkHarness.of(sink).patience(Duration.ofMinutes(2));
  }

  private static SinkHarness open(String name) throws Exception {
    return harness(name).open();
  }

  private static BatchBuilder stream() {
    return BatchBuilder.of(Kind.LOG);
  }

  private static void assertStoredOnce(String name, int batches) throws Exception {
    TestDatabase database = reachable(name);
    assertThat(
            database.rows(
                "select count(*), count(distinct sequence), count(distinct body) from logs_v1"))
        .containsExactly("%1$d|%1$d|%1$d".formatted(batches * EVENTS));
    assertThat(database.number("select next_sequence from streams_v1"))
        .isEqualTo((long) batches * EVENTS);
    assertThat(database.number("select count(*) from dead_letters_v1")).isZero();
  }

  /** Fault after fault, each while batches are written. */
  private static void storm(int rounds) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("repeat it with -Dtests.seed=" + seed);
    Random random = new Random(seed);
    String name = server.database().name();
    BatchBuilder batches = stream();
    int sent = 0;
    try (SinkHarness harness = open(name)) {
      harness.outcome(batches.batch(lines(sent++ + "-", EVENTS)));
      for (int round = 0; round < rounds; round++) {
        Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
        CompletableFuture<Void> done = CompletableFuture.runAsync(() -> commit(fault, name));
        do {
          assertThat(settled(harness, batches.batch(lines(sent++ + "-", EVENTS))))
              .as("%s in round %d", fault, round)
              .isEqualTo(Outcome.ACCEPTED);
        } while (!done.isDone());
        done.get(1, TimeUnit.MINUTES);
        assertThat(settled(harness, batches.batch(lines(sent++ + "-", EVENTS))))
            .isEqualTo(Outcome.ACCEPTED);
        assertThat(harness.statuses().getLast()).isEqualTo(Status.OK);
      }
    }
    assertStoredOnce(name, sent);
  }

  private static void commit(Fault fault, String name) {
    try {
      TestDatabase database = reachable(name);
      switch (fault) {
        case IMMEDIATE_STOP -> end("QUIT", server.pid());
        case KILLED_SERVER -> end("KILL", server.pid());
        case KILLED_PROCESS -> end("KILL", database.number(others("min(pid)")));
        case TERMINATED_BACK_ENDS -> database.execute(others("pg_terminate_backend(pid)"));
        case LOCKED_TABLE -> lockUntilSomeoneWaits(database);
        case RENAMED_COLUMN -> {
          database.execute("alter table monitor.logs rename body to corpse");
          database.execute("alter table monitor.logs rename corpse to body");
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String others(String what) {
    return "select "
        + what
        + " from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
  }

  /** Returns when it is gone, so that no batch is taken by a server that dies a moment later. */
  private static void end(String signal, long pid) throws Exception {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    signal(signal, pid);
    if (process.isPresent()) {
      process.get().onExit().get(1, TimeUnit.MINUTES);
    }
  }

  private static void signal(String name, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).inheritIO().start().waitFor();
  }

  private static void lockUntilSomeoneWaits(TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock monitor.logs in access exclusive mode");
      database.await(
          "select least(1, count(*)) from pg_stat_activity where datname = current_database()"
              + " and wait_event_type = 'Lock'",
          1);
      connection.rollback();
    }
  }

  @Test
  void losesAndDoublesNothingInAStorm() throws Exception {
    storm(3);
  }

  @Test
  @Tag("full")
  void losesAndDoublesNothingInALongStorm() throws Exception {
    storm(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUIT", "KILL"})
  void goesOnWhenTheServerEnds(String signal) throws Exception {
    String name = server.database().name();
    BatchBuilder batches = stream();
    try (SinkHarness harness = open(name)) {
      harness.outcome(batches.batch(lines("a", EVENTS)));
      List<ProcessHandle> backEnds =
          ProcessHandle.of(server.pid()).orElseThrow().children().toList();
      signal(signal, server.pid());
      for (ProcessHandle each : backEnds) {
        // They notice after a moment, and until then may still commit.
        each.onExit().get(1, TimeUnit.MINUTES);
      }
      assertThat(settled(harness, batches.batch(lines("b", EVENTS)))).isEqualTo(Outcome.ACCEPTED);
      assertThat(harness.statuses()).anyMatch(status -> status.level() == Status.Level.DEGRADED);
      assertThat(harness.statuses().getLast()).isEqualTo(Status.OK);
    }
    assertStoredOnce(name, 2);
  }

  @Test
  void waitsForALockedTableAndSaysSo() throws Exception {
    TestDatabase database = server.database();
    BatchBuilder batches = stream();
    try (SinkHarness harness = open(database.name());
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      harness.outcome(batches.batch(lines("a", EVENTS)));
      connection.setAutoCommit(false);
      statement.execute("lock monitor.logs in access exclusive mode");
      Batch batch = batches.batch(lines("b", EVENTS));
      assertThat(harness.outcome(batch)).isInstanceOf(Outcome.Retry.class);
      assertThat(harness.statuses().getLast().level()).isEqualTo(Status.Level.DEGRADED);
      assertThat(harness.statuses().getLast().reason()).contains("locked").contains("55P03");
      connection.rollback();
      assertThat(settled(harness, batch)).isEqualTo(Outcome.ACCEPTED);
    }
    assertStoredOnce(database.name(), 2);
  }

  @Test
  void givesWayInADeadlock() throws Exception {
    TestDatabase database = server.database();
    database.execute("alter database %s set deadlock_timeout = '5s'".formatted(database.name()));
    BatchBuilder batches = stream();
    try (SinkHarness harness = open(database.name());
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      harness.outcome(batches.batch(lines("a", EVENTS)));
      connection.setAutoCommit(false);
      statement.execute("set deadlock_timeout = '1h'; lock monitor.logs in access exclusive mode");
      Batch batch = batches.batch(lines("b", EVENTS));
      CompletableFuture<Outcome> promise = harness.deliver(batch);
      database.await(
          "select count(*) from pg_stat_activity where datname = current_database()"
              + " and wait_event_type = 'Lock'",
          1);
      statement.execute("select * from monitor.marks for update");
      Outcome outcome = promise.get(60, TimeUnit.SECONDS);
      assertThat(outcome).isInstanceOf(Outcome.Retry.class);
      assertThat(((Outcome.Retry) outcome).reason()).contains("40P01");
      connection.rollback();
      assertThat(settled(harness, batch)).isEqualTo(Outcome.ACCEPTED);
    }
    assertStoredOnce(database.name(), 2);
  }

  @Test
  void waitsForTheMarkWhereTransactionsWouldBeSerialized() throws Exception {
    TestDatabase database = server.database();
    database.execute(
        "alter database %s set default_transaction_isolation = 'serializable'"
            .formatted(database.name()));
    BatchBuilder batches = stream();
    try (SinkHarness harness = open(database.name());
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      harness.outcome(batches.batch(lines("a", EVENTS)));
      connection.setAutoCommit(false);
      statement.execute("update monitor.marks set next_sequence = next_sequence");
      Batch batch = batches.batch(lines("b", EVENTS));
      CompletableFuture<Outcome> promise = harness.deliver(batch);
      database.await(
          "select count(*) from pg_stat_activity where datname = current_database()"
              + " and wait_event_type = 'Lock'",
          1);
      connection.commit();
      assertThat(promise.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.ACCEPTED);
    }
    assertStoredOnce(database.name(), 2);
  }

  /** Whoever asks for the table waits behind one that waits for the days to be made. */
  @Test
  void opensLaterThanAReaderLetsTheDaysBeMade() throws Exception {
    TestDatabase database = server.database();
    open(database.name()).close();
    Instant later = Instant.now().plus(Duration.ofDays(3));
    try (Connection reader = database.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("lock monitor.samples in access share mode");
      try (SinkHarness harness = harness(database.name()).on(() -> later)) {
        assertThatThrownBy(harness::open)
            .isInstanceOf(IOException.class)
            .cause()
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
      }
      reader.rollback();
    }
    try (SinkHarness harness = harness(database.name()).on(() -> later).open()) {
      assertThat(harness.outcome(stream().batch(lines("a", EVENTS)))).isEqualTo(Outcome.ACCEPTED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fsync", "full_page_writes"})
  void refusesAServerThatMayForget(String setting) throws Exception {
    TestDatabase database = server.database();
    BatchBuilder batches = stream();
    try (SinkHarness harness = open(database.name())) {
      harness.outcome(batches.batch(lines("a", EVENTS)));
      set(database, setting, "off");
      assertThatThrownBy(() -> open(database.name()).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(setting + " off");
      Batch batch = batches.batch(lines("b", EVENTS));
      database.execute(others("pg_terminate_backend(pid)"));
      // Whoever had a connection finds first that it was ended: one writer, and who makes keys.
      int asked = 0;
      do {
        assertThat(harness.outcome(batch)).isInstanceOf(Outcome.Retry.class);
      } while (++asked <= 2 && harness.statuses().getLast().level() != Status.Level.FAILED);
      assertThat(harness.statuses().getLast().level()).isEqualTo(Status.Level.FAILED);
      assertThat(harness.statuses().getLast().reason()).contains(setting + " off");
      set(database, setting, "on");
      assertThat(settled(harness, batch)).isEqualTo(Outcome.ACCEPTED);
    } finally {
      set(database, setting, "on");
    }
    assertStoredOnce(database.name(), 2);
  }

  @Test
  void reportsAServerThatMayForgetWhereThatIsAllowed() throws Exception {
    TestDatabase database = server.database();
    Map<String, Object> reduced = Map.of("durability", PostgresConfiguration.Durable.reduced);
    set(database, "fsync", "off");
    try (SinkHarness harness =
        SinkHarness.of(
                new PostgresSink(
                    Settings.of(new TestConfiguration(reduced)),
                    server.ours(database.name()),
                    new TestSurroundings()))
            .patience(Duration.ofMinutes(1))
            .open()) {
      assertThat(harness.outcome(stream().batch(lines("a", EVENTS)))).isEqualTo(Outcome.ACCEPTED);
      assertThat(harness.statuses().getLast().level()).isEqualTo(Status.Level.DEGRADED);
      assertThat(harness.statuses().getLast().reason()).contains("fsync off");
    } finally {
      set(database, "fsync", "on");
    }
  }

  private static void set(TestDatabase database, String setting, String value) throws Exception {
    database.execute("alter system set %s = %s".formatted(setting, value));
    database.execute("select pg_reload_conf()");
    database.await("select (current_setting('%s') = '%s')::int".formatted(setting, value), 1);
  }
}
