package sink.postgres.read;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import monitor.api.query.ProbeFilter;
import monitor.api.query.RoundPage;
import monitor.api.query.StoredRound;

/**
 * Rounds of probes.
 *
 * @param connection to read from
 */
record ProbeQuery(Connection connection) {
  private record Found(EventCursor place, StoredRound round) {}

  RoundPage run(ProbeFilter filter) throws SQLException {
    Query query =
        new Query(
                """
                select p.time, p.nanos, o.host, o.source, p.probe, p.target, p.result,
                  p.attributes, p.origin_id, p.sequence
                from monitor.probes p join monitor.origins o on o.id = p.origin_id
                where p.time >= ? and p.time < ?
                """,
                filter.period().from(),
                filter.period().to())
            .and("p.probe = ?", filter.probe())
            .and("p.target = ?", filter.target())
            .from(filter.scope());
    if (filter.cursor() != null) {
      EventCursor cursor = EventCursor.parse(filter.cursor());
      // the time alone too: an index is searched by it
      cursor.beyond(query.add("and p.time <= ?", cursor.time()), "p", false);
    }
    List<Found> found =
        query
            .add(
                "order by p.time desc, p.nanos desc, p.origin_id desc, p.sequence desc limit ?",
                filter.limit() + 1)
            .list(connection, ProbeQuery::read);
    List<Found> page = found.subList(0, Math.min(filter.limit(), found.size()));
    return new RoundPage(
        page.stream().map(Found::round).toList(),
        found.size() > filter.limit() ? page.getLast().place().text() : null);
  }

  private static Found read(ResultSet row) throws SQLException {
    return new Found(
        EventCursor.of(row),
        new StoredRound(
            Query.instant(row, "time", "nanos"),
            row.getString("host"),
            row.getString("source"),
            row.getString("probe"),
            row.getString("target"),
            StoredResult.of(JsonValues.object(row.getString("result"))),
            JsonValues.attributes(row.getString("attributes"))));
  }
}
