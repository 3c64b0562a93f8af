package sink.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.api.event.Series;
import monitor.api.query.Period;
import monitor.api.query.Scope;
import monitor.api.query.SeriesFilter;
import monitor.api.query.SeriesPoints;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sink.postgres.TestDatabase;
import sink.postgres.TestServer;

@ExtendWith(TestServer.Extension.class)
final class HistoryQueryIT {
  private static final Series WHOLE = Series.gauge("system.cpu.utilization", "1");
  private static final Instant TIME = Instant.parse("2026-11-21T02:00:00Z");

  @Test
  void givesTheWholeBeforeItsParts(TestServer server) throws Exception {
    TestDatabase database = server.database();
    long nanos = TIME.getEpochSecond() * 1_000_000_000L;
    try (SinkHarness harness =
        SinkHarness.of(database.sink()).patience(Duration.ofSeconds(30)).open()) {
      assertThat(
              harness.outcome(
                  BatchBuilder.of(Kind.SAMPLE)
                      .batch(
                          WHOLE.with("cpu.mode", "user").sample(nanos, 0.25),
                          WHOLE.with("cpu.logical_number", 0).sample(nanos, 0.75),
                          WHOLE.sample(nanos, 0.5))))
          .isEqualTo(Outcome.ACCEPTED);
    }
    try (Connection connection = database.connect()) {
      assertThat(
              new HistoryQuery(connection)
                  .run(
                      new SeriesFilter("system.cpu.utilization", Scope.ALL, Map.of()),
                      new Period(TIME, TIME.plusSeconds(1)),
                      null))
          .extracting(SeriesPoints::attributes)
          .containsExactly(Map.of(), Map.of("cpu.logical_number", 0L), Map.of("cpu.mode", "user"));
    }
  }
}
