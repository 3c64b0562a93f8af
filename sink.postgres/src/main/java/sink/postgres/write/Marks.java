package sink.postgres.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Epoch;

/**
 * Locks and moves marks.
 *
 * @param connection in a transaction
 */
record Marks(Connection connection) {
  /**
   * Locks the marks of batches in the order of their keys, so that two writers never wait in a
   * circle. Waits for the transaction that holds one: an old connection that commits late is
   * settled here.
   *
   * @throws SQLException also with state 55000 if one is not there any more, or is of another
   *     stream: the database was replaced by an older copy
   */
  Map<Integer, Mark> lock(Collection<PreparedBatch> batches) throws SQLException {
    Map<Integer, Mark> marks = new HashMap<>();
    Map<Integer, String> streams = new TreeMap<>();
    for (PreparedBatch batch : batches) {
      streams.put(batch.mark(), stream(batch.id()));
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select id, next_sequence, agent, epoch_ordinal, epoch_random, stream
            from monitor.marks where id = any(?) order by id for update
            """)) {
      select.setArray(1, connection.createArrayOf("int4", streams.keySet().toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Long next = rows.getObject(2, Long.class);
          Epoch epoch = new Epoch(rows.getLong(4), rows.getString(5));
          String stream = stream(rows.getString(3), epoch, rows.getString(6));
          if (stream.equals(streams.get(rows.getInt(1)))) {
            marks.put(
                rows.getInt(1),
                new Mark(next == null ? OptionalLong.empty() : OptionalLong.of(next)));
          }
        }
      }
    }
    if (marks.size() < streams.size()) {
      throw new SQLException("the database has lost a stream that was registered", "55000");
    }
    return marks;
  }

  private static String stream(BatchId id) {
    return stream(id.agent(), id.epoch(), id.stream());
  }

  private static String stream(String agent, Epoch epoch, String name) {
    return agent + '\0' + epoch + '\0' + name;
  }

  /** Moves marks to where they are now. */
  void move(Map<Integer, Mark> marks) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update monitor.marks m set next_sequence = n.next
            from unnest(?::int4[], ?::int8[]) as n (id, next) where m.id = n.id
            """)) {
      Integer[] keys = marks.keySet().toArray(Integer[]::new);
      Long[] next = marks.values().stream().map(Mark::next).toArray(Long[]::new);
      update.setArray(1, connection.createArrayOf("int4", keys));
      update.setArray(2, connection.createArrayOf("int8", next));
      update.executeUpdate();
    }
  }
}
