package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static sink.postgres.Batches.lines;

import java.time.Duration;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gap closes what is missing and only that: it never takes back what is stored. */
@ExtendWith(TestServer.Extension.class)
final class GapsIT {
  private TestDatabase database;
  private SinkHarness harness;

  @BeforeEach
  void storeTen(TestServer server) throws Exception {
    database = server.database();
    harness = SinkHarness.of(database.sink()).patience(Duration.ofSeconds(30)).open();
    harness.outcome(from(0).batch(lines("a", 10)));
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static BatchBuilder from(long sequence) {
    return BatchBuilder.of(Kind.LOG).sequence(sequence);
  }

  private long mark() throws Exception {
    return database.number("select next_sequence from streams_v1");
  }

  private String gaps() throws Exception {
    return String.join(
        ",", database.rows("select first_sequence, next_sequence, count, reason from gaps_v1"));
  }

  @Test
  void tellsHowMuchOfAGapItHasAndStoresTheRest() throws Exception {
    var gap = from(4).gap(20, "journal full");
    assertThat(harness.outcome(gap)).isEqualTo(new Outcome.Behind(10));
    assertThat(gaps()).isEmpty();
    assertThat(harness.outcome(from(10).gap(14, "journal full"))).isEqualTo(Outcome.ACCEPTED);
    assertThat(gaps()).isEqualTo("10|24|14|journal full");
    assertThat(mark()).isEqualTo(24);
    assertThat(harness.outcome(gap)).as("sent again").isEqualTo(new Outcome.Behind(10));
    assertThat(harness.outcome(from(10).gap(14, "journal full"))).isEqualTo(Outcome.ACCEPTED);
    assertThat(gaps()).isEqualTo("10|24|14|journal full");
    assertThat(harness.outcome(from(24).batch(lines("b", 1)))).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void storesOfAGapAcrossAnotherWhatLiesAbove() throws Exception {
    harness.outcome(from(10).gap(5, "journal full"));
    assertThat(harness.outcome(from(10).gap(9, "damaged"))).isEqualTo(Outcome.ACCEPTED);
    assertThat(gaps()).isEqualTo("10|15|5|journal full,15|19|4|damaged");
    assertThat(mark()).isEqualTo(19);
  }

  @Test
  void writesNothingOfAGapBelowTheMark() throws Exception {
    assertThat(harness.outcome(from(2).gap(5, "journal full"))).isEqualTo(new Outcome.Behind(7));
    assertThat(harness.outcome(from(0).gap(10, "journal full"))).isEqualTo(new Outcome.Behind(10));
    harness.outcome(from(10).batch(lines("b", 10)));
    assertThat(harness.outcome(from(5).gap(9, "journal full"))).isEqualTo(new Outcome.Behind(14));
    assertThat(gaps()).isEmpty();
    assertThat(mark()).isEqualTo(20);
    assertThat(database.number("select count(*) from logs_v1")).isEqualTo(20);
  }

  @Test
  void acceptsAGapBelowTheMarkOfWhichNothingIsKeptAnyMore() throws Exception {
    database.execute("delete from monitor.batches");
    assertThat(harness.outcome(from(2).gap(5, "journal full"))).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void asksForWhatIsMissingBeforeAGap() throws Exception {
    assertThat(harness.outcome(from(11).gap(5, "journal full"))).isEqualTo(new Outcome.Behind(10));
    assertThat(gaps()).isEmpty();
  }

  @Test
  void closesWithAGapWhatTheSenderNoLongerHas() throws Exception {
    var later = from(30).batch(lines("c", 5));
    assertThat(harness.outcome(later)).isEqualTo(new Outcome.Behind(10));
    assertThat(harness.outcome(from(10).gap(20, "damaged"))).isEqualTo(Outcome.ACCEPTED);
    assertThat(harness.outcome(later)).isEqualTo(Outcome.ACCEPTED);
    assertThat(mark()).isEqualTo(35);
    assertThat(gaps()).isEqualTo("10|30|20|damaged");
  }

  @Test
  void refusesABatchWhoseNumbersAreAGap() throws Exception {
    harness.outcome(from(10).gap(10, "damaged"));
    assertThat(harness.outcome(from(12).batch(lines("x", 3)))).isInstanceOf(Outcome.Conflict.class);
    assertThat(harness.outcome(from(10).batch(lines("x", 10))))
        .isInstanceOf(Outcome.Conflict.class);
  }

  @Test
  void refusesOtherBytesAlsoWhenPartOfTheRangeIsNoLongerKept() throws Exception {
    harness.outcome(from(10).batch(lines("b", 10)));
    database.execute("delete from monitor.batches where first_sequence = 0");
    assertThat(harness.outcome(from(5).batch(lines("x", 10)))).isInstanceOf(Outcome.Conflict.class);
    assertThat(harness.outcome(from(0).batch(lines("x", 20)))).isInstanceOf(Outcome.Conflict.class);
    assertThat(harness.outcome(from(10).batch(lines("x", 10))))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(harness.outcome(from(0).batch(lines("x", 10))))
        .as("nothing is left to compare with")
        .isEqualTo(Outcome.ACCEPTED);
    assertThat(database.number("select count(*) from logs_v1 where body like 'x%'")).isZero();
  }

  @Test
  void rejectsNumbersThatDoNotExist() throws Exception {
    assertThat(harness.outcome(from(Long.MAX_VALUE - 2).batch(lines("x", 3))))
        .isInstanceOf(Outcome.Rejected.class);
    assertThat(harness.outcome(from(-1).batch(lines("x", 3)))).isInstanceOf(Outcome.Rejected.class);
    assertThat(mark()).isEqualTo(10);
  }
}
