package monitor.itest.upgrade;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import monitor.itest.oracle.Target;

/**
 * When each plugin went on after its upgrade, as the database tells it: the first batch that was
 * sealed of a source, or that was taken by the storage, after the new version had started.
 *
 * @param byPlugin times of its batches, in nanoseconds since 1970, in order
 */
record Resumed(Map<Shipped, List<Long>> byPlugin) {
  private static final String SEALED =
      "select extract(epoch from sealed) * 1000000 from batches_v1 where source like '%s' order by 1";
  private static final String TAKEN =
      "select distinct extract(epoch from received) * 1000000 from batches_v1 order by 1";
  private static final long NANOS_PER_MICRO = 1_000;

  static Resumed of(Target target) throws IOException, SQLException {
    Map<Shipped, List<Long>> times = new EnumMap<>(Shipped.class);
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement()) {
      times.put(Shipped.SOURCE, times(statement, SEALED.formatted("collector.logs~oracle%")));
      times.put(Shipped.SINK, times(statement, TAKEN));
      times.put(Shipped.PROBE, times(statement, SEALED.formatted("probe.reachability%")));
    }
    return new Resumed(times);
  }

  private static List<Long> times(Statement statement, String sql) throws SQLException {
    List<Long> times = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        times.add(rows.getBigDecimal(1).longValue() * NANOS_PER_MICRO);
      }
    }
    return times;
  }

  /** From asking the old version to stop until the new one did something, in nanoseconds. */
  long after(Swap swap) {
    List<Long> times = byPlugin.getOrDefault(swap.plugin(), List.of());
    int at = Collections.binarySearch(times, swap.startedNanos());
    int next = at < 0 ? -at - 1 : at;
    return next < times.size() ? times.get(next) - swap.stoppedNanos() : 0;
  }
}
