package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static sink.postgres.Batches.settled;

import java.time.Duration;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.Series;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An older copy of the database takes its place while we remember keys of the newer one. */
@ExtendWith(TestServer.Extension.class)
final class RestoredServerIT {
  private static SinkHarness open(TestDatabase database) throws Exception {
    return SinkHarness.of(database.sink()).patience(Duration.ofSeconds(30)).open();
  }

  private static BatchBuilder stream(String name) {
    return BatchBuilder.of(Kind.SAMPLE).stream(name);
  }

  private static Event sample(String name, double value) {
    return Series.gauge(name, "1").sample(Batches.TIME, value);
  }

  @Test
  void usesNoKeyOfTheNewerOne(TestServer server) throws Exception {
    TestDatabase database = server.database();
    TestDatabase admin = server.database();
    String name = database.url().substring(database.url().lastIndexOf('/') + 1);
    try (SinkHarness first = open(database)) {
      first.outcome(stream("old/sample").batch(sample("old", 1)));
    }
    admin.execute("create database %s_copy template %s".formatted(name, name));
    BatchBuilder mine = stream("mine/sample");
    try (SinkHarness remembers = open(database)) {
      remembers.outcome(mine.batch(sample("mine", 2)));
      admin.execute("alter database %s allow_connections false".formatted(name));
      admin.execute(
          "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '%s'"
              .formatted(name));
      admin.execute("alter database %s rename to %s_lost".formatted(name, name));
      admin.execute("alter database %s_copy rename to %s".formatted(name, name));
      try (SinkHarness other = open(database)) {
        other.outcome(stream("other/sample").batch(sample("other", 3)));
      }
      assertThat(settled(remembers, mine.batch(sample("mine", 4)))).isEqualTo(Outcome.ACCEPTED);
    }
    assertThat(database.rows("select stream, name, value from samples_v1 order by value"))
        .containsExactly("old/sample|old|1", "other/sample|other|3", "mine/sample|mine|4");
    assertThat(database.rows("select stream, next_sequence from streams_v1 order by 1"))
        .containsExactly("mine/sample|2", "old/sample|1", "other/sample|1");
  }

  @Test
  void writesToNoOtherStreamWhenRowsAreReplacedUnderItsConnection(TestServer server)
      throws Exception {
    TestDatabase database = server.database();
    BatchBuilder mine = stream("mine/sample");
    try (SinkHarness harness = open(database)) {
      harness.outcome(mine.batch(sample("mine", 1)));
      database.execute("update monitor.marks set stream = 'other/sample', next_sequence = null");
      assertThat(settled(harness, mine.batch(sample("mine", 2)))).isEqualTo(Outcome.ACCEPTED);
    }
    assertThat(database.rows("select stream, next_sequence from streams_v1 order by 1"))
        .containsExactly("mine/sample|2", "other/sample|null");
  }
}
