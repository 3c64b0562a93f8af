package sink.postgres.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Locks and moves marks.
 *
 * @param connection in a transaction
 */
record Marks(Connection connection) {
  /**
   * Locks marks in the order of their keys, so that two writers never wait in a circle. Waits for
   * the transaction that holds one: an old connection that commits late is settled here.
   *
   * @throws SQLException also with state 55000 if one is not there any more
   */
  Map<Integer, Mark> lock(Collection<Integer> keys) throws SQLException {
    Map<Integer, Mark> marks = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, next_sequence from monitor.marks where id = any(?) order by id for update")) {
      select.setArray(1, connection.createArrayOf("int4", keys.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Long next = rows.getObject(2, Long.class);
          marks.put(
              rows.getInt(1),
              new Mark(next == null ? OptionalLong.empty() : OptionalLong.of(next)));
        }
      }
    }
    if (!marks.keySet().containsAll(keys)) {
      throw new SQLException("the database has lost a stream that was registered", "55000");
    }
    return marks;
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
