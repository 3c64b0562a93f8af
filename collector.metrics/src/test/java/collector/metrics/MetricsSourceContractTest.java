package collector.metrics;

import java.util.Map;
import monitor.api.source.EventSource;
import monitor.testkit.EventSourceContractTest;
import monitor.testkit.TestConfiguration;

class MetricsSourceContractTest extends EventSourceContractTest {
  @Override
  protected EventSource source() {
    return new MetricsSource(
        TestConfiguration.of(MetricsConfiguration.class, Map.of("interval", "100ms")));
  }
}
