package collector.traffic;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import monitor.api.source.EventSource;
import monitor.testkit.EventSourceContractTest;
import monitor.testkit.SourceHarness;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.BeforeAll;

class TrafficSourceContractTest extends EventSourceContractTest {
  @BeforeAll
  static void look() {
    assumeTrue(Namespaces.possible(), "not run: network namespaces cannot be made here");
  }

  @Override
  protected EventSource source() {
    return new TrafficSource(
        TestConfiguration.of(
            TrafficConfiguration.class,
            Map.of("interfaces", new String[] {"lo"}, "interval", "1s", "filter", "udp port 9")));
  }

  @Override
  protected void provoke(SourceHarness harness) throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getLoopbackAddress(), 9));
    }
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(30);
  }

  @Override
  protected Duration stopDeadline() {
    return Duration.ofSeconds(20);
  }
}
