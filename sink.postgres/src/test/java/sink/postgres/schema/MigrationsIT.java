package sink.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sink.postgres.TestDatabase;
import sink.postgres.TestServer;

@ExtendWith(TestServer.Extension.class)
final class MigrationsIT {
  private static final LocalDate TODAY = LocalDate.of(2026, 7, 20);
  private static final Retention RETENTION =
      new Retention(
          Duration.ofDays(3),
          Map.of("logs", Duration.ofDays(5), "samples_minute", Duration.ofDays(7)),
          Duration.ofDays(9));

  private TestDatabase database;

  @BeforeEach
  void make(TestServer server) throws Exception {
    database = server.database();
  }

  private int migrate() throws Exception {
    try (Connection connection = database.connect()) {
      return Migrations.migrate(connection);
    }
  }

  @Test
  void makesTheWholeSchemaFromNothingAndOnlyOnce() throws Exception {
    assertThat(migrate()).isEqualTo(Migrations.version());
    assertThat(migrate()).isZero();
    assertThat(
            database.rows("select viewname from pg_views where schemaname = 'public' order by 1"))
        .containsExactly(
            "batches_v1",
            "dead_letters_v1",
            "events_v1",
            "gaps_v1",
            "logs_v1",
            "probes_v1",
            "processes_v1",
            "samples_hour_v1",
            "samples_minute_v1",
            "samples_v1",
            "streams_v1");
  }

  @Test
  void isAppliedOnceByManyAtTheSameTime() throws Exception {
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(() -> {
        int applied = migrate();
        try (Connection connection = database.connect()) {
          RETENTION.prepare(connection, TODAY);
        }
        return applied;
      });
    }
    int applied = 0;
    try (ExecutorService executor = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<Integer> each : executor.invokeAll(tasks)) {
        applied += each.get();
      }
    }
    assertThat(applied).isEqualTo(Migrations.version());
  }

  @Test
  void leavesANewerSchemaAlone() throws Exception {
    migrate();
    database.execute("insert into monitor.schema_version values (999, 'future')");
    assertThat(migrate()).isZero();
  }

  /** Whoever asks for what a reader holds waits behind one that waits to change it. */
  @Test
  void isAppliedLaterThanAReaderLetsIt() throws Exception {
    migrate();
    // The next script replaces the views of roll-ups.
    database.execute("delete from monitor.schema_version where version > 5");
    int missing = Migrations.version() - 5;
    try (Connection reader = database.connect();
        Connection connection = database.connect();
        var held = reader.createStatement();
        var statement = connection.createStatement()) {
      reader.setAutoCommit(false);
      held.execute("lock samples_hour_v1 in access share mode");
      statement.execute("set lock_timeout = '100ms'");
      assertThatThrownBy(() -> Migrations.migrate(connection))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
      reader.rollback();
      assertThat(Migrations.migrate(connection)).isEqualTo(missing);
    }
  }

  @Test
  void letsTheReaderReadViewsAndNothingElse() throws Exception {
    migrate();
    try (Connection connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("set role monitor_reader");
      statement.execute("select * from events_v1");
      statement.execute("select * from samples_hour_v1");
      assertThatThrownBy(() -> statement.execute("select * from monitor.logs"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> statement.execute("create table public.t (i int)"))
          .hasMessageContaining("permission denied");
    }
  }

  /** A writer that has the tables in the other order must not have to wait for it. */
  @Test
  void holdsNoTableWhileItWaitsForAnother() throws Exception {
    migrate();
    String waiting =
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
            + " and datname = current_database()";
    try (ExecutorService executor = Executors.newSingleThreadExecutor();
        Connection writer = database.connect();
        var statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("set deadlock_timeout = '1h'; lock monitor.logs in access share mode");
      Future<Void> made =
          executor.submit(() -> {
            try (Connection connection = database.connect()) {
              Partitions.create(connection, TODAY);
            }
            return null;
          });
      database.await(waiting, 1);
      statement.execute("lock monitor.samples in access share mode");
      writer.commit();
      made.get(1, TimeUnit.MINUTES);
    }
    try (Connection connection = database.connect()) {
      assertThat(Partitions.complete(connection, TODAY)).isTrue();
    }
  }

  private static LocalDate firstDay(Connection connection, String table) throws Exception {
    return Partitions.days(connection, table).getFirst();
  }

  @Test
  void makesIndexesAndDropsDays() throws Exception {
    migrate();
    try (Connection connection = database.connect()) {
      for (int ago = 0; ago < 12; ago++) {
        Partitions.create(connection, TODAY.minusDays(ago));
      }
      RETENTION.prepare(connection, TODAY);
      assertThat(Partitions.days(connection, "logs"))
          .startsWith(TODAY.minusDays(11))
          .endsWith(TODAY.plusDays(2))
          .hasSize(14);
      RETENTION.index(connection, TODAY);
      RETENTION.index(connection, TODAY);
      RETENTION.drop(connection, TODAY);
      assertThat(firstDay(connection, "samples")).isEqualTo(TODAY.minusDays(3));
      assertThat(firstDay(connection, "logs")).isEqualTo(TODAY.minusDays(5));
      assertThat(firstDay(connection, "samples_hour")).isEqualTo(TODAY.minusDays(7));
      assertThat(firstDay(connection, "events")).isEqualTo(TODAY.minusDays(3));
      assertThat(firstDay(connection, "flows_hour")).isEqualTo(TODAY.minusDays(3));
      assertThat(firstDay(connection, "samples_minute")).isEqualTo(TODAY.minusDays(7));
      assertThat(firstDay(connection, "batches")).isEqualTo(TODAY.minusDays(9));
    }
    assertThat(
            database.rows(
                "select indexname from pg_indexes where indexname like '%closed' order by 1"))
        .containsExactly(
            "logs_20260715_closed",
            "logs_20260716_closed",
            "logs_20260717_closed",
            "logs_20260718_closed",
            "logs_20260719_closed",
            "samples_20260717_closed",
            "samples_20260718_closed",
            "samples_20260719_closed");
  }
}
