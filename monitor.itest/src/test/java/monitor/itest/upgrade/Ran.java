package monitor.itest.upgrade;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import monitor.itest.oracle.Check;
import monitor.itest.oracle.Finding;
import monitor.itest.oracle.Target;

/**
 * Whether the stamps of what is stored say that one version worked after the other, never two at
 * once, and none that was not in its turn; and that nothing of the oracle's is in a gap or dead.
 */
final class Ran {
  /** Versions along the sequence numbers of each stream, where they change. */
  private static final String STAMPS =
      """
      select stream, stamp from (
        select stream, epoch_ordinal, sequence, stamp,
               lag(stamp) over w as before, row_number() over w as n
        from (select l.stream, s.epoch_ordinal, l.sequence,
                     coalesce(l.attributes ->> '%s', '') as stamp
              from %s l join streams_v1 s using (agent, epoch, stream)
              where l.source like '%s%%') e
        window w as (partition by stream order by epoch_ordinal, sequence)) c
      where n = 1 or stamp <> before
      order by stream, epoch_ordinal, sequence
      """;

  private static final String LOST =
      """
      select (select coalesce(sum(count), 0) from gaps_v1 where source like 'collector.logs~oracle%')
           + (select count(*) from dead_letters_v1 where source like 'collector.logs~oracle%')
      """;

  private static final String ORACLE = "collector.logs~oracle";

  private Ran() {}

  static List<Finding> judge(Target target, List<Swap> swaps) throws IOException, SQLException {
    List<Finding> findings = new ArrayList<>();
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set work_mem = '256MB'");
      findings.addAll(judge(statement, "upgrade.source", "logs_v1", ORACLE, Shipped.SOURCE, swaps));
      findings.addAll(judge(statement, "upgrade.sink", "logs_v1", ORACLE, Shipped.SINK, swaps));
      findings.addAll(
          judge(
              statement,
              "upgrade.probe",
              "probes_v1",
              Shipped.PROBE.plugin(),
              Shipped.PROBE,
              swaps));
      try (ResultSet row = statement.executeQuery(LOST)) {
        row.next();
        if (row.getLong(1) > 0) {
          findings.add(new Finding(Check.LOST, row.getLong(1) + " lines in gaps or dead"));
        }
      }
    }
    return findings;
  }

  private static List<Finding> judge(
      Statement statement, String key, String view, String source, Shipped plugin, List<Swap> swaps)
      throws SQLException {
    List<Finding> findings = new ArrayList<>();
    List<String> turns = turns(plugin, swaps);
    Map<String, List<String>> stored = new LinkedHashMap<>();
    try (ResultSet rows = statement.executeQuery(STAMPS.formatted(key, view, source))) {
      while (rows.next()) {
        stored.computeIfAbsent(rows.getString(1), k -> new ArrayList<>()).add(rows.getString(2));
      }
    }
    if (stored.isEmpty()) {
      findings.add(new Finding(Check.MISSING, "nothing of " + source + " is stored"));
    }
    stored.forEach((stream, stamps) -> {
      if (!inTurn(stamps, turns)) {
        findings.add(
            new Finding(
                Check.ORDER,
                "%s went through %s, but those in force were %s".formatted(stream, stamps, turns)));
      }
    });
    return findings;
  }

  /** Versions in the order in which they ran; the shipped one has no stamp. */
  private static List<String> turns(Shipped plugin, List<Swap> swaps) {
    List<String> turns = new ArrayList<>(List.of(""));
    for (Swap swap : swaps) {
      if (swap.plugin() == plugin && swap.started()) {
        turns.add(swap.version());
        if (swap.flaw() != Flaw.NONE) {
          turns.add(turns.get(turns.size() - 2));
        }
      }
    }
    return turns;
  }

  /** Whether the versions came in that order; one of them may have had nothing to do. */
  private static boolean inTurn(List<String> stamps, List<String> turns) {
    int at = 0;
    for (String stamp : stamps) {
      while (at < turns.size() && !turns.get(at).equals(stamp)) {
        at++;
      }
      if (at == turns.size()) {
        return false;
      }
    }
    return true;
  }
}
