package sink.postgres.read;

import java.sql.Connection;
import java.sql.SQLException;
import monitor.api.query.Scope;

/** Keys of where samples come from: few beside the samples themselves, so looked up first. */
final class Origins {
  private Origins() {}

  /** Only samples that bear the tags of a scope. */
  static Query limit(Connection connection, Query query, Scope scope) throws SQLException {
    return scope.tags().isEmpty()
        ? query
        : query.add("and origin_id = any(?)", (Object) tagged(connection, scope));
  }

  private static Integer[] tagged(Connection connection, Scope scope) throws SQLException {
    return new Query("select o.id from monitor.origins o where o.kind = 'sample'")
        .tagged(scope)
        .list(connection, row -> row.getInt("id"))
        .toArray(Integer[]::new);
  }
}
