package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import monitor.itest.oracle.Assertions;
import monitor.itest.oracle.Check;
import monitor.itest.oracle.Judge;
import monitor.itest.oracle.Ledger;
import monitor.itest.oracle.Load;
import monitor.itest.oracle.Mint;
import monitor.itest.oracle.Target;
import monitor.itest.oracle.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The oracle is itself tested: a real run is stored, and in copies of its database rows are
 * tampered with by hand. Each deed is found and named, and nothing else is.
 */
class VerdictIT {
  private static final Mint MINT = new Mint(4711);
  private static final int EVENTS_PER_SECOND = 2_000;
  private static final int LINES = 4_000;
  private static final Duration SOON = Duration.ofSeconds(120);

  private static Target target;
  private static Ledger.Totals totals;
  private static Verdict untouched;

  @BeforeAll
  static void store() throws Exception {
    Path folder = Surroundings.emptyFolder("verdict");
    target = new Target(Surroundings.DISTRIBUTION, folder, Map.of());
    target.start();
    target.awaitReady(SOON);
    try (Ledger ledger = Ledger.create(folder.resolve("ledger.txt"));
        Load load = Load.start(target.watched(), ledger, MINT, EVENTS_PER_SECOND)) {
      Await.until("lines", SOON, () -> ledger.totals().durable(), count -> count >= LINES);
      load.pause();
      untouched = new Judge(target, ledger, MINT).judge(load);
      totals = ledger.totals();
    }
    // Its database runs on, and nobody uses it: so it can be copied.
    Target.kill(Stream.concat(target.supervisor().stream(), target.platform().stream()).toList());
  }

  @AfterAll
  static void stop() throws Exception {
    target.close();
  }

  @Test
  void findsNothingWhereNothingIsWrong() throws Exception {
    assertThat(untouched.findings()).isEmpty();
    assertThat(untouched.figures().get("lines stored")).isEqualTo(totals.issued());
    assertThat(tampered("select 1").findings()).isEmpty();
  }

  static Stream<Arguments> deeds() {
    return Stream.of(
        deed(
            "a line is removed",
            "delete from monitor.logs where body like 'o1 00.____ 0000000100 %'",
            Set.of(Check.MISSING, Check.ROWS, Check.IDENTITY),
            "writer 0: 100 to 100 (1 lines)"),
        deed(
            "a line is doubled",
            "insert into monitor.logs select * from monitor.logs where body like 'o1 00.____"
                + " 0000000100 %'",
            Set.of(Check.DUPLICATE, Check.ROWS, Check.IDENTITY),
            "writer 0: 100 is stored 2 times"),
        deed(
            "a byte is changed",
            "update monitor.logs set body = overlay(body placing 'x' from 30) where body like 'o1"
                + " 01.____ 0000000007 %'",
            Set.of(Check.CORRUPT),
            "writer 1: 7 at sequence"),
        deed(
            "a byte is changed that is not text",
            "update monitor.logs set raw = set_byte(raw, 32, 254) where body like 'o1 01.____"
                + " 0000000018 %'",
            Set.of(Check.CORRUPT),
            "writer 1: 18 at sequence"),
        deed(
            "bytes are lost that are not text",
            "update monitor.logs set raw = null where body like 'o1 01.____ 0000000005 %'",
            Set.of(Check.CORRUPT),
            "writer 1: 5 at sequence"),
        deed(
            "the readable form of bytes is changed",
            "update monitor.logs set body = translate(body, U&'\\fffd', '?') where body like 'o1"
                + " 01.____ 0000000005 %'",
            Set.of(Check.CORRUPT),
            "writer 1: 5 at sequence"),
        deed(
            "letters of several bytes are taken for bytes",
            "update monitor.logs set raw = convert_to(body, 'UTF8') where body like 'o1 01.____"
                + " 0000000003 %'",
            Set.of(Check.CORRUPT),
            "writer 1: 3 at sequence"),
        deed(
            "a line is cut",
            "update monitor.logs set cut = true where body like 'o1 01.____ 0000000007 %'",
            Set.of(Check.CORRUPT),
            "writer 1: 7 at sequence"),
        deed(
            "two lines change places",
            """
            update monitor.logs l set body = other.body from monitor.logs other
            where l.body like 'o1 02.____ 000000001_ %' and other.body like 'o1 02.____ 000000001_ %'
              and substr(l.body, 20, 2) in ('11', '12') and substr(other.body, 20, 2) in ('11', '12')
              and l.body <> other.body
            """,
            Set.of(Check.ORDER),
            "11 comes after 12"),
        deed(
            "a line appears that was never written",
            """
            update monitor.logs set body = replace(body, ' 0000000020 ', ' 0000999999 ')
            where body like 'o1 02.____ 0000000020 %'
            """,
            Set.of(Check.MISSING, Check.SPURIOUS, Check.CORRUPT),
            "o1 02.0000 0000999999"),
        deed(
            "a line appears that is none",
            "update monitor.logs set body = 'no line' where body like 'o1 02.____ 0000000020 %'",
            Set.of(Check.MISSING, Check.SPURIOUS),
            "no line"),
        deed(
            "a batch is removed with its rows",
            """
            delete from monitor.logs l using monitor.batches b, monitor.origins o
            where l.origin_id = b.origin_id and l.sequence >= b.first_sequence
              and l.sequence < b.first_sequence + b.count and o.id = b.origin_id and b.first_sequence =
                (select min(first_sequence) from monitor.batches where origin_id = o.id and first_sequence > 0)
              and o.source = 'collector.logs~oracle1';
            delete from monitor.batches b using monitor.origins o
            where o.id = b.origin_id and o.source = 'collector.logs~oracle1' and b.first_sequence =
              (select min(first_sequence) from monitor.batches where origin_id = o.id and first_sequence > 0)
            """,
            Set.of(Check.MISSING, Check.HOLE, Check.IDENTITY),
            "of collector.logs~oracle1/log"),
        deed(
            "a batch of samples loses its record",
            """
            delete from monitor.batches b using monitor.origins o where o.id = b.origin_id and o.kind = 'sample'
              and b.first_sequence = (select min(first_sequence) from monitor.batches
                                      where origin_id = o.id and first_sequence > 0)
            """,
            Set.of(Check.HOLE, Check.ROWS),
            "/sample"),
        deed(
            "a gap overlaps a batch",
            """
            insert into monitor.gaps (mark_id, origin_id, first_sequence, count, reason, sealed, received)
            select b.mark_id, origin_id, 3, 2, 'test', now(), now() from monitor.batches b
            join monitor.origins o on o.id = b.origin_id
            where o.source = 'collector.logs~oracle1' and first_sequence = 0
            """,
            Set.of(Check.OVERLAP, Check.IDENTITY),
            "3 to 4 of collector.logs~oracle1/log"),
        deed(
            "a gap hides what was delivered",
            """
            insert into monitor.gaps (mark_id, origin_id, first_sequence, count, reason, sealed, received)
            select b.mark_id, origin_id, first_sequence, count, 'test', now(), now() from monitor.batches b
            join monitor.origins o on o.id = b.origin_id
            where o.source = 'collector.logs~oracle1' and first_sequence = 0;
            delete from monitor.batches b using monitor.origins o
            where o.id = b.origin_id and o.source = 'collector.logs~oracle1' and first_sequence = 0
            """,
            Set.of(Check.ROWS, Check.IDENTITY),
            "before its first batch"),
        deed(
            "the mark goes back",
            "update monitor.marks set next_sequence = next_sequence - 1 where stream ="
                + " 'collector.logs~oracle0/log'",
            Set.of(Check.OVERLAP),
            "beyond the mark"),
        deed(
            "the mark runs ahead",
            "update monitor.marks set next_sequence = next_sequence + 5 where stream ="
                + " 'collector.logs~oracle0/log'",
            Set.of(Check.HOLE),
            "of collector.logs~oracle0/log"),
        deed(
            "a batch lies about its count",
            """
            update monitor.batches b set count = count + 1 from monitor.origins o where o.id = b.origin_id
              and o.source = 'collector.logs~oracle2' and first_sequence = 0
            """,
            Set.of(Check.OVERLAP, Check.ROWS, Check.IDENTITY),
            "batch 0 to"),
        deed(
            "a sample is removed",
            "delete from monitor.samples where sequence = 5",
            Set.of(Check.ROWS),
            "/sample"));
  }

  private static Arguments deed(String name, String sql, Set<Check> found, String named) {
    return Arguments.of(name, sql, found, named);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deeds")
  void findsAndNames(String name, String sql, Set<Check> found, String named) throws Exception {
    Verdict verdict = tampered(sql);
    assertThat(verdict.failed()).as(verdict.toString()).isEqualTo(found);
    assertThat(verdict.toString()).contains(named);
  }

  /** The verdict over a copy of the database in which something was done. */
  private static Verdict tampered(String sql) throws Exception {
    try (Connection server = Database.connect(target.data(), "postgres");
        Statement statement = server.createStatement()) {
      statement.execute("drop database if exists tampered");
      Await.until("a copy", SOON, () -> copied(statement), done -> done);
      try (Connection copy = Database.connect(target.data(), "tampered");
          Statement deed = copy.createStatement()) {
        assertThat(changed(deed, sql)).as("rows changed").isPositive();
        return new Assertions(MINT, totals, Map.of()).over(copy);
      }
    }
  }

  /** Back ends of the platform that was killed may still be ending. */
  private static boolean copied(Statement statement) {
    try {
      return !statement.execute("create database tampered template monitor strategy wal_log");
    } catch (SQLException e) {
      return false;
    }
  }

  private static int changed(Statement deed, String sql) throws SQLException {
    int changed = 0;
    boolean rows = deed.execute(sql);
    while (rows || deed.getUpdateCount() >= 0) {
      changed += rows ? 1 : deed.getUpdateCount();
      rows = deed.getMoreResults();
    }
    return changed;
  }
}
