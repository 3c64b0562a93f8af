package receiver.websocket;

import java.nio.ByteBuffer;
import java.util.List;
import monitor.api.delivery.Batch;
import monitor.api.event.Kind;
import monitor.api.sink.Sink;
import monitor.testkit.BatchBuilder;
import monitor.testkit.SampleEvents;
import monitor.testkit.SinkContractTest;
import monitor.testkit.SourceHarness;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract of sinks holds for the agent's end, with the collector's end behind it. */
class WebSocketSinkContractTest extends SinkContractTest {
  private final WebSocketReceiver receiver =
      new WebSocketReceiver(
          Settings.of(TestConfiguration.of(ReceiverConfiguration.class, Hosts.plain())), null);
  private SourceHarness collector;

  @BeforeEach
  void start() throws Exception {
    collector = SourceHarness.of(receiver).readingBatches(WebSocketSinkContractTest::read).start();
    Await.until("the receiver listens", () -> receiver.port() > 0);
  }

  @AfterEach
  void stop() throws Exception {
    collector.close();
  }

  /** The runtime alone knows the format; here any bytes are a batch of the one agent. */
  private static Batch read(ByteBuffer bytes) {
    return BatchBuilder.of(Kind.LOG).batch(List.of(SampleEvents.of(Kind.LOG).getFirst()));
  }

  @Override
  protected Sink sink() throws Exception {
    return Hosts.sink(Hosts.to(receiver.port()));
  }
}
