package sink.postgres.read;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import monitor.api.query.ProbeFilter;
import monitor.api.query.StoredRound;

/**
 * Rounds of probes.
 *
 * @param connection to read from
 */
record ProbeQuery(Connection connection) {
  List<StoredRound> run(ProbeFilter filter) throws SQLException {
    return new Query(
            """
            select p.time, p.nanos, o.host, o.source, p.probe, p.target, p.result, p.attributes
            from monitor.probes p join monitor.origins o on o.id = p.origin_id
            where p.time >= ? and p.time < ?
            """,
            filter.period().from(),
            filter.period().to())
        .and("p.probe = ?", filter.probe())
        .and("p.target = ?", filter.target())
        .add("order by p.time desc, p.nanos desc, p.sequence desc limit ?", filter.limit())
        .list(connection, ProbeQuery::read);
  }

  private static StoredRound read(ResultSet row) throws SQLException {
    return new StoredRound(
        Query.instant(row, "time", "nanos"),
        row.getString("host"),
        row.getString("source"),
        row.getString("probe"),
        row.getString("target"),
        StoredResult.of(JsonValues.object(row.getString("result"))),
        JsonValues.attributes(row.getString("attributes")));
  }
}
