package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import monitor.api.delivery.Epoch;
import monitor.api.delivery.Hop;
import monitor.api.delivery.Origin;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.api.event.Series;
import monitor.api.query.StoredHost;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SinkHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which hosts were seen, from whom, and when last. */
@ExtendWith(TestServer.Extension.class)
final class HostsIT {
  private static final Instant NOON = Instant.parse("2026-07-20T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

  private static BatchBuilder stream(String agent, String host) {
    return BatchBuilder.of(Kind.SAMPLE).agent(agent).stream("s/" + host).origin(origin(host));
  }

  private static Origin origin(String host) {
    return new Origin(host, "s", Map.of());
  }

  private void send(SinkHarness harness, BatchBuilder stream) throws Exception {
    long nanos = now.get().getEpochSecond() * 1_000_000_000L;
    assertThat(harness.outcome(stream.batch(Series.gauge("load", "1").sample(nanos, 1))))
        .isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void wereSeenWhenTheLatestOfThemWasStored(TestServer server) throws Exception {
    TestSurroundings surroundings = new TestSurroundings();
    PostgresSink sink =
        new PostgresSink(TestDatabase.settings(), server.database().database(), surroundings);
    try (SinkHarness harness =
        SinkHarness.of(sink).on(now::get).patience(Duration.ofSeconds(60)).open()) {
      BatchBuilder web = stream("web", "web");
      BatchBuilder guest = stream("web", "guest");
      BatchBuilder moved = stream("lap", "old-name");
      send(harness, web);
      send(harness, guest);
      send(harness, moved);
      // two days on, of one stream, from another collector
      now.set(NOON.plus(DAY).plus(DAY));
      send(harness, web.hop(new Hop("edge-1", "web", 0, Map.of())));
      send(harness, moved.origin(origin("new-name")));
      // in a new life of the journal
      now.set(now.get().plusSeconds(5));
      send(harness, stream("own", "own"));
      now.set(now.get().plusSeconds(5));
      send(harness, stream("own", "own").epoch(new Epoch(7, "00000000000000aa")));
      Instant second = NOON.plus(DAY).plus(DAY);
      assertThat(surroundings.published.hosts())
          .containsExactly(
              new StoredHost("lap", "new-name", second, ""),
              new StoredHost("own", "own", second.plusSeconds(10), ""),
              new StoredHost("web", "guest", NOON, ""),
              new StoredHost("web", "web", second, "edge-1"));
    }
  }
}
