package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static sink.postgres.Batches.lines;
import static sink.postgres.Batches.settled;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.api.status.Status;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a person does to the tables or the disk stops storage with the reason until it is undone.
 */
@ExtendWith(TestServer.Extension.class)
final class SchemaDriftIT {
  private final BatchBuilder batches = BatchBuilder.of(Kind.LOG);

  private static SinkHarness open(TestDatabase database) throws Exception {
    return SinkHarness.of(database.sink()).patience(Duration.ofSeconds(60)).open();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "alter table monitor.logs rename severity to s; alter table monitor.logs rename s to"
            + " severity; 42703",
        "alter table monitor.logs_{day} rename to gone;"
            + " alter table monitor.gone rename to logs_{day}; 42P17",
        "alter table monitor.batches rename to gone; alter table monitor.gone rename to batches;"
            + " 42P01",
        "alter table monitor.marks rename to gone; alter table monitor.gone rename to marks; 42P01",
        "alter table monitor.logs drop column cut cascade;"
            + " alter table monitor.logs add column cut boolean; 42703"
      })
  void stopsUntilTheTablesAreRepaired(String damage, String repair, String state, TestServer server)
      throws Exception {
    TestDatabase database = server.database();
    try (SinkHarness harness = open(database)) {
      harness.outcome(batches.batch(lines("a", 5)));
      String day = database.rows("select to_char(day, 'YYYYMMDD') from logs_v1").getFirst();
      database.execute(damage.replace("{day}", day));
      Batch batch = batches.batch(lines("b", 5));
      harness.outcome(batch);
      assertThat(harness.outcome(batch)).isInstanceOf(Outcome.Retry.class);
      Status status = harness.statuses().getLast();
      assertThat(status.level()).isEqualTo(Status.Level.FAILED);
      assertThat(status.reason()).contains("not as this version made them").contains(state);
      database.execute(repair.replace("{day}", day));
      assertThat(settled(harness, batch)).isEqualTo(Outcome.ACCEPTED);
      assertThat(harness.statuses().getLast()).isEqualTo(Status.OK);
      assertThat(database.number("select count(*) from monitor.logs where sequence >= 5"))
          .isEqualTo(5);
    }
  }

  @Test
  void stopsUntilThePermissionIsBack(TestServer server) throws Exception {
    TestDatabase database = server.database();
    String role = "app_" + database.name();
    database.execute("create role %s login password 'app'".formatted(role));
    database.execute("alter database %s owner to %s".formatted(database.name(), role));
    database.execute("grant all on schema public to " + role);
    String url = database.url().replaceFirst("//.*@", "//" + role + ":app@");
    try (SinkHarness harness = open(new TestDatabase(url))) {
      harness.outcome(batches.batch(lines("a", 5)));
      String table = database.rows("select tableoid::regclass from monitor.logs").getFirst();
      database.execute("revoke insert on %s from %s".formatted(table, role));
      Batch batch = batches.batch(lines("b", 5));
      assertThat(harness.outcome(batch)).isInstanceOf(Outcome.Retry.class);
      Status status = harness.statuses().getLast();
      assertThat(status.level()).isEqualTo(Status.Level.FAILED);
      assertThat(status.reason()).contains("lacks a permission").contains("42501");
      database.execute("grant insert on %s to %s".formatted(table, role));
      assertThat(settled(harness, batch)).isEqualTo(Outcome.ACCEPTED);
    }
    assertThat(database.number("select count(*) from logs_v1")).isEqualTo(10);
  }

  /** A table space on a small file system of its own. */
  @Test
  void waitsForRoomOnAFullDisk(TestServer server) throws Exception {
    Path disk = Files.createTempDirectory("monitor-small-disk");
    try {
      assumeThat(run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()))
          .as("not run: a file system cannot be mounted here")
          .isZero();
      Path space = Files.createDirectory(disk.resolve("space"));
      run("chown", "--reference=" + server.folder().resolve("data-18"), space.toString());
      run("chmod", "755", disk.toString());
      TestDatabase admin = server.database();
      String name = "small" + System.nanoTime();
      admin.execute("create tablespace %s location '%s'".formatted(name, space));
      TestDatabase database = server.database("tablespace " + name);
      try {
        fill(database, disk);
      } finally {
        admin.execute("drop database %s with (force)".formatted(database.name()));
        admin.execute("drop tablespace " + name);
      }
    } finally {
      run("umount", disk.toString());
      Files.delete(disk);
    }
  }

  private void fill(TestDatabase database, Path disk) throws Exception {
    int sent = 0;
    try (SinkHarness harness = open(database)) {
      Outcome outcome = Outcome.ACCEPTED;
      Batch batch = batches.batch(lines("first", 1));
      while (outcome.equals(Outcome.ACCEPTED) && sent < 100) {
        batch = batches.batch(lines("x".repeat(1000) + sent++, 2000));
        outcome = harness.outcome(batch);
      }
      assertThat(outcome).isInstanceOf(Outcome.Retry.class);
      assertThat(harness.statuses().getLast().level()).isEqualTo(Status.Level.DEGRADED);
      assertThat(harness.statuses().getLast().reason()).contains("disk is full").contains("53100");
      run("mount", "-o", "remount,size=256m", disk.toString());
      assertThat(settled(harness, batch)).isEqualTo(Outcome.ACCEPTED);
      assertThat(harness.statuses().getLast()).isEqualTo(Status.OK);
    }
    assertThat(database.rows("select count(*), count(distinct sequence) from logs_v1"))
        .isEqualTo(List.of("%1$d|%1$d".formatted(sent * 2000)));
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
