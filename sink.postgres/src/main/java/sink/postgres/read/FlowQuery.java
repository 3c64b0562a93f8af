package sink.postgres.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import monitor.api.event.Flow;
import monitor.api.query.StoredTraffic;
import org.jspecify.annotations.Nullable;
import sink.postgres.schema.Traffic;

/**
 * Flows and what they have in common. A flow is told from time to time with its totals so far, so
 * its latest report counts.
 *
 * @param source of the reports
 * @param limit most of each list
 */
record FlowQuery(TrafficSource source, int limit) {
  /** What was found. */
  record Found(
      List<StoredTraffic.HostFlow> flows,
      List<StoredTraffic.Protocol> protocols,
      List<StoredTraffic.ServerName> servers) {}

  Found run() throws SQLException {
    List<Object> seen = seen();
    return new Found(
        flows(of(Report.class, seen)),
        of(StoredTraffic.Protocol.class, seen),
        of(StoredTraffic.ServerName.class, seen));
  }

  /** Where the latest report of a flow is. */
  private record Report(LocalDate day, Instant time, int origin, long sequence) {}

  private static <T> List<T> of(Class<T> type, List<Object> rows) {
    return rows.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** All of it from one look at all reports. */
  private List<Object> seen() throws SQLException {
    Query query = new Query("with reports as");
    source.addTo(
        query,
        "flow",
        "day, time, sequence, ",
        Traffic.FLOWS,
        "origin_id, id, protocol, server, bytes, packets from monitor.flows_hour");
    return query
        .add(
            """
            , latest as (
              select distinct on (origin_id, id) * from reports
              order by origin_id, id, time desc, sequence desc),
            largest as (select * from latest order by bytes desc, origin_id, id limit ?),
            protocols as (
              select protocol, monitor.bounded(sum(bytes)) as bytes,
                monitor.bounded(sum(packets)) as packets, count(*) as flows
              from latest group by 1 order by 2 desc, 1 limit ?),
            servers as (
              select server, monitor.bounded(sum(bytes)) as bytes,
                monitor.bounded(sum(packets)) as packets, count(*) as flows
              from latest where server is not null group by 1 order by 2 desc, 1 limit ?)
            select 'flow' as part, l.id as name, bytes, packets, 1 as flows, o.host, day, time,
              origin_id, sequence
            from largest l join monitor.origins o on o.id = l.origin_id
            union all select 'protocol', protocol, bytes, packets, flows, '', null, null, null, null
            from protocols
            union all select 'server', server, bytes, packets, flows, '', null, null, null, null
            from servers
            order by part, bytes desc, host, name
            """,
            limit,
            limit,
            limit)
        .list(source.connection(), FlowQuery::row);
  }

  private static Object row(ResultSet row) throws SQLException {
    String name = row.getString("name");
    long bytes = row.getLong("bytes");
    long packets = row.getLong("packets");
    long flows = row.getLong("flows");
    return switch (row.getString("part")) {
      case "protocol" -> new StoredTraffic.Protocol(name, bytes, packets, flows);
      case "server" -> new StoredTraffic.ServerName(name, bytes, packets, flows);
      default -> report(row);
    };
  }

  /**
   * The reports themselves, in their order: those of a day at once, as many of them lie beside each
   * other.
   */
  private List<StoredTraffic.HostFlow> flows(List<Report> reports) throws SQLException {
    Map<Report, StoredTraffic.HostFlow> found = new HashMap<>();
    Map<LocalDate, List<Report>> days =
        reports.stream().collect(Collectors.groupingBy(Report::day));
    for (Map.Entry<LocalDate, List<Report>> day : days.entrySet()) {
      Instant[] times = day.getValue().stream().map(Report::time).toArray(Instant[]::new);
      Integer[] origins = day.getValue().stream().map(Report::origin).toArray(Integer[]::new);
      new Query(
              """
              select o.host, o.source, e.day, e.time, e.origin_id, e.sequence, e.data::text,
                e.attributes::text
              from monitor.events e join monitor.origins o on o.id = e.origin_id
              """)
          .add("where e.day = ? and e.time = any(?)", day.getKey(), times)
          .add("and e.origin_id = any(?)", (Object) origins)
          .list(source.connection(), row -> found.put(report(row), flow(row)));
    }
    return reports.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  private static Report report(ResultSet row) throws SQLException {
    return new Report(
        row.getObject("day", LocalDate.class),
        Query.instant(row, "time"),
        row.getInt("origin_id"),
        row.getLong("sequence"));
  }

  private static StoredTraffic.HostFlow flow(ResultSet row) throws SQLException {
    Map<String, @Nullable Object> fields = JsonValues.object(row.getString("data"));
    Flow flow =
        new Flow(
            text(fields, "id"),
            text(fields, "protocol"),
            text(fields, "sourceAddress"),
            (int) number(fields, "sourcePort"),
            text(fields, "destinationAddress"),
            (int) number(fields, "destinationPort"),
            text(fields, "state"),
            number(fields, "bytesSent"),
            number(fields, "bytesReceived"),
            number(fields, "packetsSent"),
            number(fields, "packetsReceived"),
            number(fields, "startNanos"),
            number(fields, "endNanos"));
    return new StoredTraffic.HostFlow(
        row.getString("host"),
        row.getString("source"),
        flow,
        JsonValues.attributes(row.getString("attributes")));
  }

  private static String text(Map<String, @Nullable Object> fields, String name) {
    return fields.get(name) instanceof String text ? text : "";
  }

  private static long number(Map<String, @Nullable Object> fields, String name) {
    return fields.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
