package sink.postgres.read;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import monitor.api.query.Scope;
import org.jspecify.annotations.Nullable;

/** A statement that grows clause by clause; every value is a parameter. Used by one thread. */
final class Query {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final StringBuilder sql;
  private final List<Object> parameters = new ArrayList<>();

  /** Begins with a text and its values. */
  Query(String sql, Object... values) {
    this.sql = new StringBuilder(sql);
    parameters.addAll(List.of(values));
  }

  /** Goes on with a text and its values. */
  Query add(String text, Object... values) {
    sql.append(' ').append(text);
    parameters.addAll(List.of(values));
    return this;
  }

  /** Adds a condition, unless there is no value for it. */
  Query and(String condition, @Nullable Object value) {
    return value == null ? this : add("and " + condition, value);
  }

  /** Only what comes from there, by the columns of {@code monitor.origins o}. */
  Query from(Scope scope) {
    return and("o.host = ?", scope.host()).tagged(scope);
  }

  /** Only what bears the tags, as {@code monitor.origins o} has them. */
  Query tagged(Scope scope) {
    return scope.tags().isEmpty()
        ? this
        : add("and o.tags @> cast(? as jsonb)", JsonValues.text(scope.tags()));
  }

  /** Reads one row. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** All rows, read. */
  <T> List<T> list(Connection connection, Reader<T> reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < parameters.size(); i++) {
        set(connection, statement, i + 1, parameters.get(i));
      }
      List<T> result = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          result.add(reader.read(rows));
        }
      }
      return result;
    }
  }

  private static void set(Connection connection, PreparedStatement statement, int at, Object value)
      throws SQLException {
    switch (value) {
      case Instant instant -> statement.setObject(at, timestamp(instant));
      case Integer[] array -> statement.setArray(at, connection.createArrayOf("int4", array));
      case Instant[] array ->
          statement.setArray(at, connection.createArrayOf("timestamptz", array));
      default -> statement.setObject(at, value);
    }
  }

  /** Beyond what people mean, the ends of time as PostgreSQL knows it. */
  private static OffsetDateTime timestamp(Instant instant) {
    Instant inside = instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant;
    return inside.atOffset(ZoneOffset.UTC);
  }

  /** A time as it is stored. */
  static Instant instant(ResultSet row, String time) throws SQLException {
    return row.getObject(time, OffsetDateTime.class).toInstant();
  }

  /** A time with the nanoseconds that stand in a column of their own. */
  static Instant instant(ResultSet row, String time, String nanos) throws SQLException {
    return instant(row, time).plusNanos(row.getInt(nanos));
  }
}
