package sink.postgres.read;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import monitor.api.event.ProcessObservation;
import monitor.api.query.Scope;
import monitor.api.query.StoredProcess;

/**
 * The processes of the latest look at each host. The observations of one look bear nearly the same
 * time; what is older than a second before the latest belongs to the look before.
 *
 * @param connection to read from
 */
record ProcessQuery(Connection connection) {
  List<StoredProcess> run(Scope scope, int limit) throws SQLException {
    return new Query(
            """
            with looks as (
              select distinct on (o.host) o.id, o.host, l.latest
              from monitor.origins o, lateral (
                select max(p.time) as latest from monitor.processes p
                where p.origin_id = o.id and p.phase = 'running') l
              where o.kind = 'process' and l.latest is not null
            """)
        .from(scope)
        .add(
            """
              order by o.host, l.latest desc),
            latest as (
              select distinct on (p.origin_id, p.pid) k.host, p.* from looks k
              join monitor.processes p on p.origin_id = k.id and p.phase = 'running'
                and p.time > k.latest - interval '950 ms' and p.time <= k.latest
              order by p.origin_id, p.pid, p.time desc)
            select * from latest order by cpu_utilization desc, memory_bytes desc limit ?
            """,
            limit)
        .list(connection, ProcessQuery::read);
  }

  private static StoredProcess read(ResultSet row) throws SQLException {
    return new StoredProcess(
        Query.instant(row, "time", "nanos"),
        row.getString("host"),
        new ProcessObservation(
            ProcessObservation.Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
            row.getLong("pid"),
            row.getLong("parent_pid"),
            row.getString("name"),
            row.getString("executable"),
            row.getString("command_line"),
            row.getString("username"),
            nanos(Query.instant(row, "started", "started_nanos")),
            row.getDouble("cpu_utilization"),
            row.getLong("memory_bytes")));
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
