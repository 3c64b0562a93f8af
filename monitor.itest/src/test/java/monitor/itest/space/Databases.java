package monitor.itest.space;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** What happens to PostgreSQL and its sessions (T7). */
final class Databases {
  private static final List<String> TABLES =
      List.of("monitor.logs", "monitor.marks", "monitor.batches", "monitor.origins");

  private Databases() {}

  /**
   * Every one of them.
   *
   * @param longest that a table is locked
   */
  static List<Blow> all(Duration longest) {
    return List.of(
        new Blow("IMMEDIATE STOP", (fleet, random) -> fleet.server().stopImmediately()),
        new Blow("SESSIONS ENDED", (fleet, random) -> endSessions(fleet, random)),
        new Blow("TABLE LOCKED", (fleet, random) -> lock(fleet, random, longest)),
        new Blow("FSYNC OFF AT START", (fleet, random) -> startUnsafely(fleet, random)));
  }

  private static void endSessions(Fleet fleet, Random random) throws Exception {
    try (Connection connection = fleet.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client"
              + " backend' and pid <> pg_backend_pid() and (pid + %d) %% 3 <> 0"
                  .formatted(random.nextInt(3)));
    }
  }

  private static void lock(Fleet fleet, Random random, Duration longest) throws Exception {
    try (Connection connection = fleet.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      String table = TABLES.get(random.nextInt(TABLES.size()));
      statement.execute("lock table " + table + " in access exclusive mode");
      LockSupport.parkNanos(
          Duration.ofMillis(1 + random.nextInt((int) longest.toMillis())).toNanos());
      connection.rollback();
    }
  }

  /** Nothing may be accepted by a server that would forget it; it is started again as it was. */
  private static void startUnsafely(Fleet fleet, Random random) throws Exception {
    fleet.server().stopImmediately();
    fleet.server().start("fsync=off");
    fleet.server().awaitReady();
    long before = fleet.stored();
    LockSupport.parkNanos(Duration.ofMillis(500 + random.nextInt(2_000)).toNanos());
    long after = fleet.stored();
    if (after != before) {
      throw new AssertionError(
          "%d lines were stored by a server without fsync".formatted(after - before));
    }
    fleet.server().stopImmediately();
  }
}
