package sink.postgres.read;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import monitor.api.query.StoredHost;

/**
 * Who has sent something, and when last: from the latest batch of each stream, in its latest epoch.
 * Most are found in the days that are looked at first, so that few are looked for in all.
 *
 * @param connection to read from
 */
record HostQuery(Connection connection) {
  private static final String LATEST =
      "select b.received, b.hops, b.origin_id from monitor.batches b where b.mark_id = m.id"
          + " and b.day %s current_date - 1 order by b.first_sequence desc limit 1";

  List<StoredHost> run() throws SQLException {
    return new Query(
            """
            select distinct on (m.agent, o.host) m.agent, o.host, b.received,
              coalesce(b.hops -> -1 ->> 'collector', '') as collector
            from (
              select distinct on (agent, stream) id, agent from monitor.marks
              order by agent, stream, epoch_ordinal desc, id desc) m
            cross join lateral ((%s) union all (%s) limit 1) b
            join monitor.origins o on o.id = b.origin_id
            order by m.agent, o.host, b.received desc
            """
                .formatted(LATEST.formatted(">="), LATEST.formatted("<")))
        .list(
            connection,
            row ->
                new StoredHost(
                    row.getString("agent"),
                    row.getString("host"),
                    row.getObject("received", OffsetDateTime.class).toInstant(),
                    row.getString("collector")));
  }
}
