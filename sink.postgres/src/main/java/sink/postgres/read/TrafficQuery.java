package sink.postgres.read;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import monitor.api.event.Flow;
import monitor.api.query.Period;
import monitor.api.query.Scope;
import monitor.api.query.StoredTraffic;
import org.jspecify.annotations.Nullable;

/**
 * Network traffic: a flow is told from time to time with its totals so far, so its latest report
 * counts; talkers are told with what they sent since the report before.
 *
 * @param connection to read from
 */
record TrafficQuery(Connection connection) {
  StoredTraffic run(Period period, Scope scope, int limit) throws SQLException {
    List<Object> seen = seen(period, scope, limit);
    return new StoredTraffic(
        talkers(period, scope, limit),
        of(StoredTraffic.Protocol.class, seen),
        of(StoredTraffic.HostFlow.class, seen),
        questions(period, scope, limit),
        of(StoredTraffic.ServerName.class, seen));
  }

  private static <T> List<T> of(Class<T> type, List<Object> rows) {
    return rows.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private List<StoredTraffic.Talker> talkers(Period period, Scope scope, int limit)
      throws SQLException {
    return new Query(
            """
            select o.host, e.attributes->>'address' as address,
              sum((e.attributes->>'bytes.sent')::bigint)::bigint as sent,
              sum((e.attributes->>'bytes.received')::bigint)::bigint as received,
              sum((e.attributes->>'packets')::bigint)::bigint as packets
            from monitor.events e join monitor.origins o on o.id = e.origin_id
            where o.kind = 'traffic.talker' and e.time >= ? and e.time < ?
            """,
            period.from(),
            period.to())
        .from(scope)
        .add(
            """
            group by o.host, e.attributes->>'address'
            order by sum((e.attributes->>'bytes.sent')::bigint
              + (e.attributes->>'bytes.received')::bigint) desc, o.host, 2 limit ?
            """,
            limit)
        .list(
            connection,
            row ->
                new StoredTraffic.Talker(
                    row.getString("host"),
                    row.getString("address"),
                    row.getLong("sent"),
                    row.getLong("received"),
                    row.getLong("packets")));
  }

  /** Flows and what they have in common, from one look at all of them. */
  private List<Object> seen(Period period, Scope scope, int limit) throws SQLException {
    return new Query(
            """
            with latest as (
              select distinct on (e.origin_id, e.data->>'id') o.host, o.source, e.data, e.attributes,
                e.data->>'id' as id,
                coalesce(e.attributes->>'network.protocol.name', e.data->>'protocol') as protocol,
                e.attributes->>'tls.server.name' as server,
                (e.data->>'bytesSent')::bigint + (e.data->>'bytesReceived')::bigint as bytes,
                (e.data->>'packetsSent')::bigint + (e.data->>'packetsReceived')::bigint as packets
              from monitor.events e join monitor.origins o on o.id = e.origin_id
              where o.kind = 'flow' and e.time >= ? and e.time < ?
            """,
            period.from(),
            period.to())
        .from(scope)
        .add(
            """
              order by e.origin_id, e.data->>'id', e.time desc, e.sequence desc),
            largest as (select * from latest order by bytes desc, host, id limit ?),
            protocols as (
              select protocol, sum(bytes)::bigint as bytes, sum(packets)::bigint as packets,
                count(*) as flows
              from latest group by 1 order by 2 desc, 1 limit ?),
            servers as (
              select server, sum(bytes)::bigint as bytes, sum(packets)::bigint as packets,
                count(*) as flows
              from latest where server is not null group by 1 order by 2 desc, 1 limit ?)
            select 'flow' as part, id as name, bytes, packets, 1 as flows, host, source,
              data::text, attributes::text from largest
            union all select 'protocol', protocol, bytes, packets, flows, '', '', '', '' from protocols
            union all select 'server', server, bytes, packets, flows, '', '', '', '' from servers
            order by part, bytes desc, host, name
            """,
            limit,
            limit,
            limit)
        .list(connection, TrafficQuery::row);
  }

  private static Object row(ResultSet row) throws SQLException {
    String name = row.getString("name");
    long bytes = row.getLong("bytes");
    long packets = row.getLong("packets");
    long flows = row.getLong("flows");
    return switch (row.getString("part")) {
      case "protocol" -> new StoredTraffic.Protocol(name, bytes, packets, flows);
      case "server" -> new StoredTraffic.ServerName(name, bytes, packets, flows);
      default -> flow(row);
    };
  }

  private List<StoredTraffic.Question> questions(Period period, Scope scope, int limit)
      throws SQLException {
    return new Query(
            """
            with question as (
              select e.attributes->>'dns.question.name' as name,
                (e.attributes->>'dns.answered')::boolean as answered,
                e.attributes->>'dns.response.code' as code,
                (e.attributes->>'dns.latency')::float8 as millis
              from monitor.events e join monitor.origins o on o.id = e.origin_id
              where o.kind = 'traffic.dns' and e.time >= ? and e.time < ?
            """,
            period.from(),
            period.to())
        .from(scope)
        .add(
            """
            )
            select name, count(*) as asked, count(*) filter (where not answered) as unanswered,
              count(*) filter (where code <> 'NOERROR') as failed,
              percentile_cont(0.5) within group (order by millis) as p50,
              percentile_cont(0.95) within group (order by millis) as p95
            from question group by name order by 2 desc, 1 limit ?
            """,
            limit)
        .list(
            connection,
            row ->
                new StoredTraffic.Question(
                    row.getString("name"),
                    row.getLong("asked"),
                    row.getLong("unanswered"),
                    row.getLong("failed"),
                    row.getObject("p50", Double.class),
                    row.getObject("p95", Double.class)));
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
