package sink.postgres.read;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import sink.postgres.TestDatabase;
import sink.postgres.schema.Migrations;
import sink.postgres.schema.Partitions;
import sink.postgres.schema.Retention;
import sink.postgres.schema.Rollups;
import sink.postgres.schema.Subject;

/**
 * Fills the tables as ten hosts would over some days, the last of which goes on until noon.
 *
 * @param database to fill, empty
 * @param days how many
 * @param series how many, of all hosts
 * @param seconds between two samples of a series
 * @param lines of logs in a day; of processes and flows are half as many, of talkers a quarter, of
 *     rounds and questions a tenth
 */
record StoredFleet(TestDatabase database, int days, int series, int seconds, int lines) {
  static final int HOSTS = 10;
  static final LocalDate TODAY = LocalDate.of(2026, 7, 20);
  static final Instant END = TODAY.atTime(12, 0).toInstant(ZoneOffset.UTC);

  private static final Retention RETENTION =
      new Retention(Duration.ofDays(30), Map.of(), Duration.ofDays(90));

  Instant begin() {
    return TODAY.minusDays(days - 1L).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  void fill() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set statement_timeout = 0");
      connection.setNetworkTimeout(Runnable::run, 0);
      Migrations.migrate(connection);
      for (int ago = 0; ago < days; ago++) {
        Partitions.create(connection, TODAY.minusDays(ago));
      }
      sources(statement);
      samples(statement);
      others(statement);
      RETENTION.index(connection, TODAY);
      for (Subject subject : Subject.values()) {
        new Rollups(connection, subject, () -> false).update();
      }
      statement.execute("vacuum analyze");
    }
  }

  private void sources(Statement statement) throws SQLException {
    statement.execute(
        """
        insert into monitor.marks (agent, epoch_ordinal, epoch_random, stream, next_sequence)
        select 'a' || h, 1, 'r', 's', 1000000000 from generate_series(1, %1$d) h;
        insert into monitor.origins (hash, mark_id, kind, host, source, tags)
        select (k || h)::bytea, h, k, 'host' || h, 'source', jsonb_build_object('site', 's' || h %% 3)
        from unnest(array['sample', 'log', 'probe', 'process', 'flow', 'traffic.talker',
            'traffic.dns']) with ordinality as kinds (k, place),
          generate_series(1, %1$d) h order by place, h;
        insert into monitor.series (hash, name, unit, instrument, host, attributes)
        select ('s' || s)::bytea, 'metric' || s / %1$d, '1', 'gauge', 'host' || 1 + s %% %1$d,
          jsonb_build_object('n', s)
        from generate_series(0, %2$d - 1) s
        """
            .formatted(HOSTS, series));
  }

  /** In the order of time, as they come: so the pages of the day that lasts tell times apart. */
  private void samples(Statement statement) throws SQLException {
    long rounds = Duration.between(begin(), END).toSeconds() / seconds;
    statement.execute(
        """
        insert into monitor.samples (sequence, time, value, origin_id, series_id, day, nanos)
        select i, t, random(), 1 + i %% %5$d %% %1$d, 1 + i %% %5$d, t::date, 0
        from generate_series(0, %6$d) i, lateral (
          select '%2$s'::timestamptz + i / %5$d * interval '%4$d s' as t) times;
        insert into monitor.batches (mark_id, origin_id, first_sequence, count, sha256, sealed,
          received, day, codec, payload_bytes, inflated_bytes, first_time, last_time)
        select h, o.id, extract(epoch from t)::bigint - 1700000000, 3600, '', t, t, t::date, 'NONE', 1,
          1, t, t + interval '59 minutes 59 s'
        from generate_series('%2$s'::timestamptz, '%3$s'::timestamptz - interval '1 s',
          interval '1 h') t, generate_series(1, %1$d) h
        join monitor.origins o on o.mark_id = h and (o.kind in ('sample', 'flow') or o.kind ~ 'traffic')
        """
            .formatted(HOSTS, begin(), END, seconds, series, rounds * series - 1));
  }

  private void others(Statement statement) throws SQLException {
    each(
        statement,
        lines,
        "logs (sequence, time, received, origin_id, day, nanos, severity, cut, body)",
        "%d + i %% %d, t::date, 0, 9, false, 'line ' || i || ' of a log that says what happened'",
        1);
    each(
        statement,
        lines / 10,
        "probes (sequence, time, received, origin_id, day, nanos, probe, target, successful, result)",
        "%d + i %% %d, t::date, 0, 'tcp', 'target' || i %% 50, true,"
            + " '{\"type\": \"tcp\", \"connected\": true, \"responseMillis\": 1}'",
        2);
    each(
        statement,
        lines / 2,
        "processes (sequence, time, received, origin_id, day, nanos, phase, pid, parent_pid, name,"
            + " executable, command_line, username, started, started_nanos, cpu_utilization,"
            + " memory_bytes)",
        "%d + i %% %d, t::date, 0, 'running', i %% 100, 1, 'p', 'p', 'p', 'me', t, 0, 0.5, 9",
        3);
    each(
        statement,
        lines / 2,
        "events (sequence, time, received, origin_id, day, nanos, data)",
        "%d + i %% %d, t::date, 0, jsonb_build_object('id', 'f' || i / 20, 'protocol', 'tcp',"
            + " 'bytesSent', i, 'bytesReceived', 1, 'packetsSent', 1, 'packetsReceived', 1)",
        4);
    each(
        statement,
        lines / 4,
        "events (sequence, time, received, origin_id, day, nanos, attributes)",
        "%d + i %% %d, t::date, 0, jsonb_build_object('address', '10.0.0.' || i %% 997, 'bytes.sent',"
            + " i, 'bytes.received', 1, 'packets', 2, 'rank', 1, 'period', 60.0)",
        5);
    each(
        statement,
        lines / 10,
        "events (sequence, time, received, origin_id, day, nanos, attributes)",
        "%d + i %% %d, t::date, 0, jsonb_build_object('dns.question.name', 'name' || i %% 313,"
            + " 'dns.answered', true, 'dns.response.code', 'NOERROR', 'dns.latency', i %% 100)",
        6);
  }

  /** Rows of the days, in the order of time. */
  private void each(Statement statement, int inADay, String table, String columns, int kind)
      throws SQLException {
    long all = Duration.between(begin(), END).toSeconds() * inADay / 86_400;
    statement.execute(
        """
        insert into monitor.%s
        select i, t, t, %s
        from generate_series(0, %d) i, lateral (
          select '%s'::timestamptz + i * interval '%d us' as t) times
        """
            .formatted(
                table,
                columns.formatted(1 + kind * HOSTS, HOSTS),
                all - 1,
                begin(),
                86_400_000_000L / inADay));
  }
}
