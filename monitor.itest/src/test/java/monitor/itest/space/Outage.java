package monitor.itest.space;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import monitor.itest.oracle.Target;

/**
 * The machine of a collector loses its power while it copies rows: nobody tells the database, whose
 * session may hold what the other collector needs. Lines of both agents have to be stored again
 * before the machine is back.
 */
final class Outage {
  private static final int TRIES = 100;
  private static final int LOOKS = 5;
  private static final long PAUSE_NANOS = 50_000_000;

  /** The server waits for rows of a client. */
  private static final String COPYING =
      "select count(*) from pg_stat_activity where client_addr = '%s' and state = 'active'"
          + " and wait_event = 'ClientRead' and query like 'copy %%'";

  private Outage() {}

  static Blow ofACollector() {
    return new Blow("POWER OF A COLLECTOR", Outage::strike);
  }

  private static void strike(Fleet fleet, Random random) throws Exception {
    Collector collector = fleet.collectors().get(random.nextInt(fleet.collectors().size()));
    String host = collector.node().host();
    try {
      for (int i = 0; i < TRIES && !caught(fleet, host); i++) {
        fleet.space().cable(host, true);
        LockSupport.parkNanos(PAUSE_NANOS * random.nextInt(5));
      }
      Target.kill(collector.node().processes());
      fleet.awaitLines();
    } finally {
      fleet.space().cable(host, true);
    }
  }

  /** Pulls the cable; whether rows are still to come. */
  private static boolean caught(Fleet fleet, String host) throws Exception {
    fleet.space().cable(host, false);
    for (int i = 0; i < LOOKS; i++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      if (!copying(fleet, host)) {
        return false;
      }
    }
    return true;
  }

  private static boolean copying(Fleet fleet, String host) throws SQLException {
    try (Connection connection = fleet.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COPYING.formatted(fleet.space().address(host)))) {
      row.next();
      return row.getLong(1) > 0;
    }
  }
}
