package monitor.itest.oracle;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the database holds of the oracle's sources, cheap enough to be asked under load.
 *
 * @param next next sequence number by source, over all epochs; streams begin at zero
 * @param gaps events in gaps by source
 */
public record StoredSums(Map<String, Long> next, Map<String, Long> gaps) {
  private static final String NEXT =
      "select split_part(stream, '/', 1), max(next_sequence) from streams_v1 where next_sequence is"
          + " not null and stream like '"
          + Load.SOURCE
          + "%' group by 1";
  private static final String GAPS =
      "select source, sum(count) from gaps_v1 where source like '"
          + Load.SOURCE
          + "%' group by source";

  /** Asks the database. */
  public static StoredSums of(Subject target) throws IOException, SQLException {
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement()) {
      return new StoredSums(sums(statement, NEXT), sums(statement, GAPS));
    }
  }

  private static Map<String, Long> sums(Statement statement, String sql) throws SQLException {
    Map<String, Long> sums = new TreeMap<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        sums.put(rows.getString(1), rows.getLong(2));
      }
    }
    return sums;
  }

  /** Numbers of all sources that are stored or in gaps. */
  public long total() {
    return next.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Of these, of one folder of a load. */
  public long total(int folder) {
    return next.entrySet().stream()
        .filter(source -> Load.folder(source.getKey()) == folder)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  long next(String source) {
    return next.getOrDefault(source, 0L);
  }

  long gaps(String source) {
    return gaps.getOrDefault(source, 0L);
  }
}
