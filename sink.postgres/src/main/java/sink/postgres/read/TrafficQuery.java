package sink.postgres.read;

import java.sql.SQLException;
import java.util.List;
import monitor.api.query.StoredTraffic;
import sink.postgres.schema.Traffic;

/**
 * Network traffic: flows, talkers, which are told with what they sent since the report before, and
 * what names were asked for.
 *
 * @param source of the reports
 * @param limit most of each list
 */
record TrafficQuery(TrafficSource source, int limit) {
  StoredTraffic run() throws SQLException {
    FlowQuery.Found found = new FlowQuery(source, limit).run();
    return new StoredTraffic(
        talkers(), found.protocols(), found.flows(), questions(), found.servers());
  }

  private List<StoredTraffic.Talker> talkers() throws SQLException {
    Query query =
        new Query(
            """
            select o.host, address, monitor.bounded(sum(sent)) as sent,
              monitor.bounded(sum(received)) as received, monitor.bounded(sum(packets)) as packets
            from
            """);
    source.addTo(
        query,
        "traffic.talker",
        "",
        Traffic.TALKERS,
        "origin_id, address, sent, received, packets from monitor.talkers_hour");
    return query
        .add(
            """
            t join monitor.origins o on o.id = t.origin_id group by o.host, address
            order by sum(sent) + sum(received) desc, o.host, address limit ?
            """,
            limit)
        .list(
            source.connection(),
            row ->
                new StoredTraffic.Talker(
                    row.getString("host"),
                    row.getString("address"),
                    row.getLong("sent"),
                    row.getLong("received"),
                    row.getLong("packets")));
  }

  private List<StoredTraffic.Question> questions() throws SQLException {
    Query query = new Query("with questions as");
    source.addTo(
        query,
        "traffic.dns",
        "",
        Traffic.QUESTIONS,
        "origin_id, name, asked, unanswered, failed, millis from monitor.questions_hour");
    return query
        .add(
            """
            , most as (
              select name, monitor.bounded(sum(asked)) as asked,
                monitor.bounded(sum(unanswered)) as unanswered,
                monitor.bounded(sum(failed)) as failed
              from questions group by name order by 2 desc, 1 limit ?),
            answers as (
              select name, percentile_cont(array[0.5, 0.95]) within group (order by milli) as times
              from questions join most using (name), unnest(questions.millis) as milli
              group by name)
            select name, asked, unanswered, failed, times[1] as p50, times[2] as p95
            from most left join answers using (name) order by asked desc, name
            """,
            limit)
        .list(
            source.connection(),
            row ->
                new StoredTraffic.Question(
                    row.getString("name"),
                    row.getLong("asked"),
                    row.getLong("unanswered"),
                    row.getLong("failed"),
                    row.getObject("p50", Double.class),
                    row.getObject("p95", Double.class)));
  }
}
