package analysis.alerts;

import java.util.Map;
import monitor.api.sink.Sink;
import monitor.testkit.SinkContractTest;

class AlertsSinkContractTest extends SinkContractTest {
  @Override
  protected Sink sink() {
    return new AlertsSink(
        new FakeTables().rule("any", Map.of("metric", "queue.depth", "threshold", 0.1)).admin());
  }
}
