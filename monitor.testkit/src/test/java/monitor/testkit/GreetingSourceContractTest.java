package monitor.testkit;

import java.time.Duration;
import monitor.api.source.EventSource;

/** The kit's own example passes the kit. */
class GreetingSourceContractTest extends EventSourceContractTest {
  @Override
  protected EventSource source() {
    return new GreetingSource(Duration.ofMillis(5));
  }
}
