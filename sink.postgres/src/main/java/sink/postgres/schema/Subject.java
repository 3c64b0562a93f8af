package sink.postgres.schema;

import java.util.List;

/** What is rolled up at one time: the events of some kinds, which lie in one table. */
public enum Subject {
  /** Samples, by minute, and of that by hour. */
  SAMPLES(
      Migrations.LOCK + 2,
      "samples",
      "rolled",
      "unrolled",
      List.of("sample"),
      500_000,
      List.of(
          new Making(
              Rollup.MINUTE,
              "samples",
              """
              insert into %s (bucket, day, series_id, origin_id, count, total, min,
                max, last_time, last)
              select bucket, day, series_id, origin_id, count, total, min, max,
                to_timestamp(last[1]), last[2]
              from (
                select date_bin('1 minute', time, '1970-01-01Z') as bucket, day, series_id, origin_id,
                  count(*) as count, sum(%s) as total, min(value) as min, max(value) as max,
                  max(array[extract(epoch from time)::float8, value]) as last
                from %s where time >= ? and time < ? group by 1, 2, 3, 4) s
              """
                  .formatted("%s", Totals.OF_SAMPLE, "%s")),
          new Making(
              Rollup.HOUR,
              Rollup.MINUTE.table(),
              """
              insert into %s (bucket, day, series_id, origin_id, count, total, min, max,
                last_time, last)
              select bucket, day, series_id, origin_id, count, total, min, max,
                to_timestamp(last[1]), last[2]
              from (
                select date_bin('1 hour', bucket, '1970-01-01Z') as bucket, day, series_id, origin_id,
                  sum(count) as count, sum(total) as total, min(min) as min, max(max) as max,
                  max(array[extract(epoch from last_time)::float8, last]) as last
                from %s where bucket >= ? and bucket < ? group by 1, 2, 3, 4) s
              """))),

  /** Traffic, by hour. */
  TRAFFIC(
      Migrations.LOCK + 3,
      "events",
      "rolled_traffic",
      "unrolled_traffic",
      List.of("flow", "traffic.talker", "traffic.dns"),
      100_000,
      List.of(
          new Making(
              Rollup.FLOWS,
              "events",
              """
              insert into %s (bucket, day, origin_id, id, time, sequence, protocol, server, bytes,
                packets)
              select distinct on (bucket, origin_id, id) bucket, day, origin_id, id, time, sequence,
                protocol, server, bytes, packets
              from (
                select date_bin('1 hour', time, '1970-01-01Z') as bucket, f.*
                from (select day, time, sequence, %s where time >= ? and time < ? and %s) f) f
              order by bucket, origin_id, id, time desc, sequence desc
              """
                  .formatted("%s", Traffic.FLOWS, Traffic.of("flow"))),
          new Making(
              Rollup.TALKERS,
              "events",
              """
              insert into %s (bucket, day, origin_id, address, sent, received, packets)
              select bucket, day, origin_id, address, monitor.bounded(sum(sent)),
                monitor.bounded(sum(received)), monitor.bounded(sum(packets))
              from (
                select date_bin('1 hour', time, '1970-01-01Z') as bucket, day, %s
                where time >= ? and time < ? and %s) t
              group by bucket, day, origin_id, address
              """
                  .formatted("%s", Traffic.TALKERS, Traffic.of("traffic.talker"))),
          new Making(
              Rollup.QUESTIONS,
              "events",
              """
              insert into %s (bucket, day, origin_id, name, asked, unanswered, failed, millis)
              select bucket, day, origin_id, name, sum(asked), sum(unanswered), sum(failed),
                array_agg(millis[1]) filter (where millis is not null)
              from (
                select date_bin('1 hour', time, '1970-01-01Z') as bucket, day, %s
                where time >= ? and time < ? and %s) q
              group by bucket, day, origin_id, name
              """
                  .formatted("%s", Traffic.QUESTIONS, Traffic.of("traffic.dns")))));

  /**
   * How a table is made.
   *
   * @param rollup that is made
   * @param source table it is made of, without schema and day
   * @param insert statement, with a place for the partition to fill, one for that of the source,
   *     and parameters for two times
   */
  record Making(Rollup rollup, String source, String insert) {}

  private final long lock;
  private final String events;
  private final String rolled;
  private final String unrolled;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> kinds;

  private final long most;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Making> makings;

  Subject(
      long lock,
      String events,
      String rolled,
      String unrolled,
      List<String> kinds,
      long most,
      List<Making> makings) {
    this.lock = lock;
    this.events = events;
    this.rolled = rolled;
    this.unrolled = unrolled;
    this.kinds = kinds;
    this.most = most;
    this.makings = makings;
  }

  /** Advisory lock of whoever makes a pass. */
  long lock() {
    return lock;
  }

  /** Name of the table of its events, without schema and day. */
  String events() {
    return events;
  }

  /** Name of the table that tells how far each stream is rolled up. */
  String rolled() {
    return rolled;
  }

  /** Name of the view that tells what is not rolled up. */
  String unrolled() {
    return unrolled;
  }

  /** Kinds of its events. */
  List<String> kinds() {
    return kinds;
  }

  /** Events of a step, about a second's work. */
  long most() {
    return most;
  }

  /** How its tables are made, each of the events or of one before. */
  List<Making> makings() {
    return makings;
  }
}
