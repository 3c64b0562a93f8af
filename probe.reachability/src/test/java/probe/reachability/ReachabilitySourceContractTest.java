package probe.reachability;

import java.time.Duration;
import java.util.List;
import monitor.api.event.Attributes;
import monitor.api.source.EventSource;
import monitor.testkit.EventSourceContractTest;
import org.junit.jupiter.api.AfterEach;

class ReachabilitySourceContractTest extends EventSourceContractTest {
  private final Resolver resolver = new Resolver();
  private final PingProbe ping = new PingProbe(resolver);

  @AfterEach
  void close() {
    ping.close();
    resolver.close();
  }

  @Override
  protected EventSource source() {
    return new ReachabilitySource(
        Offers.of("ping", ping),
        new ReachabilitySettings(
            "ping",
            List.of(ProbeTargets.target("127.0.0.1", Duration.ofSeconds(1))),
            Duration.ofMillis(20),
            Attributes.EMPTY));
  }
}
