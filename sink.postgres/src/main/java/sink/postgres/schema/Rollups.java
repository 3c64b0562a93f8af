package sink.postgres.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Brings roll-ups to where the events are. What has come since the pass before is known from marks
 * and batches; the buckets of each day of receipt that it lies in are made anew from the events of
 * that day, in steps of bounded size with a transaction each. How far the streams are is moved
 * after all steps of a day, to where they were before the first: until then queries read the
 * events, so that a crash, or the same step twice, changes nothing. Of the events only the
 * partition is locked, never the table, which whoever makes the partitions of the next days has to
 * have for himself while writers wait.
 *
 * @param connection in auto-commit, without a statement time-out
 * @param subject what is rolled up
 * @param most events of a step, if a bucket has not more
 * @param stopping asked before each step; what was done so far is kept
 */
public record Rollups(Connection connection, Subject subject, long most, BooleanSupplier stopping) {
  /** In steps of the usual size. */
  public Rollups(Connection connection, Subject subject, BooleanSupplier stopping) {
    this(connection, subject, subject.most(), stopping);
  }

  /** Something that is done in a transaction. */
  @FunctionalInterface
  private interface Work {
    void run() throws SQLException;
  }

  /** What there is to do: ranges of time, and how far each stream is then. */
  private record Stale(List<Unrolled> ranges, Map<Integer, Long> marks) {}

  /**
   * Makes one pass; none while somebody else makes one.
   *
   * @return how many ranges of time were made anew
   */
  public int update() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!locked(statement)) {
        return 0;
      }
      try {
        return pass(stale());
      } finally {
        statement.execute("select pg_advisory_unlock(%d)".formatted(subject.lock()));
      }
    }
  }

  private boolean locked(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("select pg_try_advisory_lock(%d)".formatted(subject.lock()))) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** Both of the same moment. */
  private Stale stale() throws SQLException {
    Map<Integer, Long> marks = new TreeMap<>();
    List<Unrolled> ranges = new ArrayList<>();
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try {
      atOnce(() -> {
        ranges.addAll(Unrolled.list(connection, subject));
        marks.putAll(marks());
      });
    } finally {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
    return new Stale(ranges, marks);
  }

  private Map<Integer, Long> marks() throws SQLException {
    Map<Integer, Long> marks = new TreeMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select m.id, m.next_sequence
            from monitor.marks m left join monitor.%s r on r.mark_id = m.id
            where m.next_sequence > coalesce(r.next_sequence, 0) and exists (
              select from monitor.origins o where o.mark_id = m.id and o.kind = any(?))
            """
                .formatted(subject.rolled()))) {
      statement.setArray(1, connection.createArrayOf("text", subject.kinds().toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          marks.put(rows.getInt(1), rows.getLong(2));
        }
      }
    }
    return marks;
  }

  private int pass(Stale stale) throws SQLException {
    TreeMap<LocalDate, List<Unrolled>> days =
        stale.ranges().stream()
            .collect(Collectors.groupingBy(Unrolled::day, TreeMap::new, Collectors.toList()));
    int made = 0;
    for (Map.Entry<LocalDate, List<Unrolled>> day : days.entrySet()) {
      // Days of before the roll-ups were there get theirs; those of today were made with the rest.
      for (Subject.Making making : subject.makings()) {
        Partitions.create(connection, making.rollup().table(), day.getKey());
      }
      for (List<Unrolled> step : steps(day.getKey(), day.getValue())) {
        if (stopping.getAsBoolean()) {
          return made;
        }
        atOnce(() -> remake(step));
        made += step.size();
      }
      if (!day.getKey().equals(days.lastKey())) {
        move(stale.marks(), day.getKey());
      }
    }
    move(stale.marks(), LocalDate.of(9999, 12, 31));
    return made;
  }

  private void atOnce(Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** A bucket of the finest roll-up. */
  private record Bucket(Instant begin, long events) {}

  /** The ranges of a day, cut between buckets where they would be more than a step may have. */
  private List<List<Unrolled>> steps(LocalDate day, List<Unrolled> ranges) throws SQLException {
    List<List<Unrolled>> steps = new ArrayList<>();
    List<Unrolled> step = new ArrayList<>();
    long events = 0;
    for (Unrolled range : ranges) {
      Instant from = range.first();
      for (Bucket bucket : buckets(range)) {
        if (events > 0 && events + bucket.events() > most) {
          if (from.isBefore(bucket.begin())) {
            step.add(new Unrolled(day, from, bucket.begin()));
            from = bucket.begin();
          }
          steps.add(step);
          step = new ArrayList<>();
          events = 0;
        }
        events += bucket.events();
      }
      step.add(new Unrolled(day, from, range.beyond()));
    }
    steps.add(step);
    return steps;
  }

  private List<Bucket> buckets(Unrolled range) throws SQLException {
    String sql =
        "select date_bin('%d s', time, '1970-01-01Z') as begin, count(*) as events from %s"
            + " where time >= ? and time < ? group by 1 order by 1";
    long seconds = subject.makings().getFirst().rollup().width().toSeconds();
    List<Bucket> buckets = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            sql.formatted(seconds, Partitions.name(subject.events(), range.day())))) {
      between(statement, range);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          buckets.add(
              new Bucket(
                  rows.getObject("begin", OffsetDateTime.class).toInstant(),
                  rows.getLong("events")));
        }
      }
    }
    return buckets;
  }

  private static void between(PreparedStatement statement, Unrolled range) throws SQLException {
    statement.setObject(1, range.first().atOffset(ZoneOffset.UTC));
    statement.setObject(2, range.beyond().atOffset(ZoneOffset.UTC));
  }

  private void remake(List<Unrolled> step) throws SQLException {
    for (Subject.Making making : subject.makings()) {
      for (Unrolled each : Unrolled.widen(step, making.rollup())) {
        remake(making, each);
      }
    }
  }

  /** Fails, and leaves all as it is, if the day was dropped meanwhile. */
  private void remake(Subject.Making making, Unrolled stale) throws SQLException {
    String target = Partitions.name(making.rollup().table(), stale.day());
    String source = Partitions.name(making.source(), stale.day());
    for (String sql :
        List.of(
            "delete from %s where bucket >= ? and bucket < ?".formatted(target),
            making.insert().formatted(target, source))) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        between(statement, stale);
        statement.executeUpdate();
      }
    }
  }

  /** Up to the first batch of a later day. */
  private void move(Map<Integer, Long> marks, LocalDate day) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            insert into monitor.%1$s as r (mark_id, next_sequence)
            select m.id, coalesce((
                select min(b.first_sequence) from monitor.batches b
                left join monitor.%1$s d on d.mark_id = m.id
                where b.mark_id = m.id and b.day > ? and b.first_sequence < m.next
                  and b.first_sequence >= coalesce(d.next_sequence, 0)), m.next)
            from unnest(?::int4[], ?::int8[]) as m (id, next)
            on conflict (mark_id) do update set next_sequence = excluded.next_sequence
            where r.next_sequence < excluded.next_sequence
            """
                .formatted(subject.rolled()))) {
      statement.setObject(1, day);
      statement.setArray(2, connection.createArrayOf("int4", marks.keySet().toArray()));
      statement.setArray(3, connection.createArrayOf("int8", marks.values().toArray()));
      statement.executeUpdate();
    }
  }
}
