package sink.postgres.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import monitor.api.delivery.BatchId;
import monitor.api.delivery.Origin;
import monitor.api.event.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Registers names and reads their keys, each in a transaction of its own. Any number of writers may
 * register the same names at once: who comes second reads the key of the first.
 *
 * @param connection in auto-commit
 */
record Registrar(Connection connection) {
  int mark(BatchId id) throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into monitor.marks (agent, epoch_ordinal, epoch_random, stream)
                values (?, ?, ?, ?) on conflict do nothing
                """);
        PreparedStatement select =
            connection.prepareStatement(
                """
                select id from monitor.marks
                where agent = ? and epoch_ordinal = ? and epoch_random = ? and stream = ?
                """)) {
      for (PreparedStatement each : List.of(insert, select)) {
        each.setString(1, id.agent());
        each.setLong(2, id.epoch().ordinal());
        each.setString(3, id.epoch().random());
        each.setString(4, id.stream());
      }
      return key(select, insert);
    }
  }

  /**
   * Looks first: an insert of what is there would wait for whoever moves the mark, and use up a key
   * all the same.
   */
  private static int key(PreparedStatement select, PreparedStatement insert) throws SQLException {
    OptionalInt known = key(select);
    if (known.isPresent()) {
      return known.getAsInt();
    }
    insert.executeUpdate();
    return key(select).orElseThrow(() -> lost("a stream"));
  }

  private static OptionalInt key(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
    }
  }

  private static SQLException lost(String what) {
    return new SQLException(
        "the database has lost %s that was registered".formatted(what), "55000");
  }

  int origin(int mark, Kind kind, Origin origin, @Nullable String tags) throws SQLException {
    byte[] hash =
        NewSeries.hash(String.valueOf(mark), kind.name(), origin.host(), origin.source(), tags);
    try (PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into monitor.origins (hash, mark_id, kind, host, source, tags)
                values (?, ?, ?, ?, ?, ?::jsonb) on conflict (hash) do nothing
                """);
        PreparedStatement select =
            connection.prepareStatement("select id from monitor.origins where hash = ?")) {
      insert.setBytes(1, hash);
      insert.setInt(2, mark);
      insert.setString(3, kind.name());
      insert.setString(4, origin.host());
      insert.setString(5, origin.source());
      insert.setString(6, tags);
      select.setBytes(1, hash);
      return key(select, insert);
    }
  }

  /** Registers series in the order of their hashes, so that two writers never wait in a circle. */
  Map<SeriesKey, Integer> series(List<NewSeries> fresh) throws SQLException {
    List<NewSeries> ordered =
        fresh.stream()
            .sorted(Comparator.comparing(NewSeries::hash, Arrays::compareUnsigned))
            .toList();
    Map<SeriesKey, Integer> keys = keys(ordered);
    List<NewSeries> missing =
        ordered.stream().filter(each -> !keys.containsKey(each.key())).toList();
    if (!missing.isEmpty()) {
      insert(missing);
      keys.putAll(keys(missing));
    }
    if (keys.size() < fresh.size()) {
      throw lost("a series");
    }
    return keys;
  }

  private void insert(List<NewSeries> ordered) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into monitor.series (hash, name, unit, instrument, host, attributes)
            select h, n, u, i, o, a::jsonb
            from unnest(?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
              as new (h, n, u, i, o, a)
            on conflict (hash) do nothing
            """)) {
      insert.setArray(1, hashes(ordered));
      texts(insert, 2, ordered.stream().map(each -> each.key().series().name()).toArray());
      texts(insert, 3, ordered.stream().map(each -> each.key().series().unit()).toArray());
      texts(insert, 4, ordered.stream().map(NewSeries::instrument).toArray());
      texts(insert, 5, ordered.stream().map(each -> each.key().host()).toArray());
      texts(insert, 6, ordered.stream().map(NewSeries::attributes).toArray());
      insert.executeUpdate();
    }
  }

  private Map<SeriesKey, Integer> keys(List<NewSeries> ordered) throws SQLException {
    Map<SeriesKey, Integer> keys = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select s.id, n.place from unnest(?::bytea[]) with ordinality as n (hash, place)
            join monitor.series s on s.hash = n.hash
            """)) {
      select.setArray(1, hashes(ordered));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          keys.put(ordered.get(rows.getInt(2) - 1).key(), rows.getInt(1));
        }
      }
    }
    return keys;
  }

  private java.sql.Array hashes(List<NewSeries> ordered) throws SQLException {
    return connection.createArrayOf(
        "bytea", ordered.stream().map(NewSeries::hash).toArray(byte[][]::new));
  }

  private void texts(PreparedStatement statement, int at, @Nullable Object[] values)
      throws SQLException {
    statement.setArray(at, connection.createArrayOf("text", values));
  }
}
