package sink.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SampleEvents;
import monitor.testkit.SinkHarness;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.Test;

/**
 * The runtime waits for the outcome of what it has handed over before it closes a sink. Where there
 * is no collector nobody answers, and the platform would stop late.
 */
class LeavingTest {
  private static final long LONG_PAUSE_SECONDS = 600;

  /** Far below what the sink waits for a collector, and above what a busy machine takes. */
  private static final long SOON_SECONDS = 10;

  @Test
  void givesBackWhatItHoldsWhileItPausesBetweenAttempts() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    givesBackWhatItHolds(closed);
  }

  @Test
  void givesBackWhatItHoldsWhileACollectorDoesNotAnswer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      givesBackWhatItHolds(silent.getLocalPort());
    }
  }

  private static void givesBackWhatItHolds(int port) throws Exception {
    Map<String, Object> values =
        Map.of(
            "addresses",
            List.of("ws://127.0.0.1:%d/transport".formatted(port)),
            "connect.timeout",
            "5m",
            "reconnect.first",
            LONG_PAUSE_SECONDS + "s",
            "reconnect.most",
            LONG_PAUSE_SECONDS + "s");
    WebSocketSink sink =
        new WebSocketSink(TestConfiguration.of(WebSocketConfiguration.class, values));
    try (SinkHarness harness = SinkHarness.of(sink).open()) {
      BatchBuilder stream = BatchBuilder.of(Kind.LOG);
      CompletableFuture<Outcome> first = harness.deliver(stream.batch(SampleEvents.of(Kind.LOG)));
      assertThat(first).as("kept for a collector that may come").isNotDone();
      harness.requestStop();
      assertThat(first.get(SOON_SECONDS, TimeUnit.SECONDS)).isInstanceOf(Outcome.Retry.class);
      assertThat(harness.deliver(stream.batch(SampleEvents.of(Kind.LOG))))
          .as("what comes after")
          .isCompletedWithValueMatching(outcome -> outcome instanceof Outcome.Retry);
    }
  }
}
