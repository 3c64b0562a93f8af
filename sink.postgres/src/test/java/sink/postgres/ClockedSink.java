package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.api.query.TelemetryQuery;
import monitor.testkit.SinkHarness;
import sink.postgres.schema.Rollups;
import sink.postgres.schema.Subject;

/** The sink over a database of its own, at a time that the test sets; rolls up when it is told. */
final class ClockedSink implements AutoCloseable {
  private final TestSurroundings surroundings = new TestSurroundings();
  private final TestDatabase database;
  private final Subject subject;
  private volatile Instant now;
  private SinkHarness harness;

  /** Opens it. */
  ClockedSink(TestDatabase database, Subject subject, Instant now) throws Exception {
    this.database = database;
    this.subject = subject;
    this.now = now;
    harness = open();
  }

  private SinkHarness open() throws Exception {
    PostgresSink sink =
        new PostgresSink(TestDatabase.settings(), database.database(), surroundings);
    return SinkHarness.of(sink).on(() -> now).patience(Duration.ofSeconds(60)).open();
  }

  void reopen() throws Exception {
    harness.close();
    harness = open();
  }

  Instant now() {
    return now;
  }

  void set(Instant time) {
    now = time;
  }

  TestDatabase database() {
    return database;
  }

  TelemetryQuery query() {
    return surroundings.published;
  }

  Outcome outcome(Batch batch) throws Exception {
    return harness.outcome(batch);
  }

  void store(Batch batch) throws Exception {
    assertThat(outcome(batch)).isEqualTo(Outcome.ACCEPTED);
  }

  /** One pass; returns how many ranges of time were made anew. */
  int update() throws Exception {
    try (Connection connection = database.connect()) {
      return new Rollups(connection, subject, () -> false).update();
    }
  }

  /** In steps of at most so many events, and no more of them than that. */
  int update(int events, int steps) throws Exception {
    AtomicInteger left = new AtomicInteger(steps);
    try (Connection connection = database.connect()) {
      return new Rollups(connection, subject, events, () -> left.getAndDecrement() == 0).update();
    }
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
