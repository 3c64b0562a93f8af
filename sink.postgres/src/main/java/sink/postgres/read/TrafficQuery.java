package sink.postgres.read;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import monitor.api.event.Flow;
import monitor.api.query.Period;
import monitor.api.query.StoredTraffic;
import org.jspecify.annotations.Nullable;

/**
 * Network traffic: a flow is told from time to time with its totals so far, so its latest report
 * counts; talkers are told with what they sent since the report before.
 *
 * @param connection to read from
 */
record TrafficQuery(Connection connection) {
  StoredTraffic run(Period period, @Nullable String host, int limit) throws SQLException {
    return new StoredTraffic(
        talkers(period, host, limit),
        protocols(period, host, limit),
        flows(period, host, limit),
        questions(period, host, limit),
        serverNames(period, host, limit));
  }

  private List<StoredTraffic.Talker> talkers(Period period, @Nullable String host, int limit)
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
        .and("o.host = ?", host)
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

  private Query latest(Period period, @Nullable String host) {
    return new Query(
            """
            with latest as (
              select distinct on (e.origin_id, e.data->>'id') o.host, o.source, e.data, e.attributes,
                (e.data->>'bytesSent')::bigint + (e.data->>'bytesReceived')::bigint as bytes,
                (e.data->>'packetsSent')::bigint + (e.data->>'packetsReceived')::bigint as packets
              from monitor.events e join monitor.origins o on o.id = e.origin_id
              where o.kind = 'flow' and e.time >= ? and e.time < ?
            """,
            period.from(),
            period.to())
        .and("o.host = ?", host)
        .add("order by e.origin_id, e.data->>'id', e.time desc, e.sequence desc)");
  }

  private List<StoredTraffic.Protocol> protocols(Period period, @Nullable String host, int limit)
      throws SQLException {
    return latest(period, host)
        .add(
            """
            select coalesce(attributes->>'network.protocol.name', data->>'protocol') as name,
              sum(bytes)::bigint as bytes, sum(packets)::bigint as packets, count(*) as flows
            from latest group by 1 order by 2 desc, 1 limit ?
            """,
            limit)
        .list(
            connection,
            row ->
                new StoredTraffic.Protocol(
                    row.getString("name"),
                    row.getLong("bytes"),
                    row.getLong("packets"),
                    row.getLong("flows")));
  }

  private List<StoredTraffic.HostFlow> flows(Period period, @Nullable String host, int limit)
      throws SQLException {
    return latest(period, host)
        .add("select * from latest order by bytes desc, host, data->>'id' limit ?", limit)
        .list(connection, TrafficQuery::flow);
  }

  private List<StoredTraffic.Question> questions(Period period, @Nullable String host, int limit)
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
        .and("o.host = ?", host)
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

  private List<StoredTraffic.ServerName> serverNames(
      Period period, @Nullable String host, int limit) throws SQLException {
    return latest(period, host)
        .add(
            """
            select attributes->>'tls.server.name' as name, sum(bytes)::bigint as bytes,
              sum(packets)::bigint as packets, count(*) as flows
            from latest where attributes->>'tls.server.name' is not null
            group by 1 order by 2 desc, 1 limit ?
            """,
            limit)
        .list(
            connection,
            row ->
                new StoredTraffic.ServerName(
                    row.getString("name"),
                    row.getLong("bytes"),
                    row.getLong("packets"),
                    row.getLong("flows")));
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
