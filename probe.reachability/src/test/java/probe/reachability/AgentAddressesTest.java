package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static probe.reachability.ProbeTargets.NOTHING;
import static probe.reachability.ProbeTargets.target;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import monitor.api.identity.AgentConnection;
import monitor.api.identity.AgentConnections;
import monitor.api.probe.ProbeResult.TcpConnect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import probe.reachability.Resolver.Family;

class AgentAddressesTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<AgentConnection> connected = new CopyOnWriteArrayList<>();
  private final AgentConnections receiver = () -> connected;
  private final Resolver resolver = new Resolver();

  @AfterEach
  void close() {
    resolver.close();
  }

  private static AgentConnection agent(String name, String address, int since) {
    return new AgentConnection(name, "monitor", address, Instant.ofEpochSecond(since));
  }

  private String address(String agent) throws Exception {
    return resolver.resolve("agent:" + agent, Family.ANY, LONG).getHostAddress();
  }

  @Test
  void findsAnAgentWhereItConnectsFromLatest() throws Exception {
    resolver.bindAgents(receiver);
    connected.add(agent("web-1", "10.0.0.7", 3));
    connected.add(agent("web-1", "10.0.0.8", 5));
    connected.add(agent("web-1", "10.0.0.6", 1));
    connected.add(agent("web-1", "", 9));
    connected.add(agent("db-1", "fd09::1", 4));
    assertThat(address("web-1")).isEqualTo("10.0.0.8");
    assertThat(address("db-1")).isEqualTo("fd09:0:0:0:0:0:0:1");
    assertThatThrownBy(() -> resolver.resolve("agent:db-1", Family.V4, LONG))
        .hasMessage("agent:db-1 has no address of IP version 4");
  }

  @Test
  void goesOnTestingTheHostOfAnAgentThatHasGone() throws Exception {
    resolver.bindAgents(receiver);
    connected.add(agent("web-1", "10.0.0.7", 3));
    assertThat(address("web-1")).isEqualTo("10.0.0.7");
    connected.clear();
    assertThat(address("web-1")).isEqualTo("10.0.0.7");
    resolver.unbindAgents(receiver);
    assertThat(address("web-1")).isEqualTo("10.0.0.7");
  }

  @Test
  void tellsWhyAnAgentHasNoAddress() {
    assertThatThrownBy(() -> address("web-1"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("nothing here takes in agents, so the address of agent web-1 is not known");
    resolver.bindAgents(receiver);
    assertThatThrownBy(() -> address("web-1"))
        .hasMessage("agent web-1 has not been connected, so its address is not known");
  }

  @Test
  void connectsToAPortOfAnAgent() throws Exception {
    resolver.bindAgents(receiver);
    connected.add(agent("web-1", "127.0.0.1", 3));
    TcpProbe probe = new TcpProbe(resolver);
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = listener.getLocalPort();
      for (var target :
          List.of(
              target("agent:web-1:" + port, LONG),
              target("agent:web-1", LONG, "port", Integer.toString(port)))) {
        TcpConnect result = (TcpConnect) probe.probe(target, NOTHING);
        assertThat(result.error()).isNull();
        assertThat(result.resolvedAddress()).isEqualTo("127.0.0.1");
      }
    }
    assertThat(probe.check(target("agent:web-1", LONG)))
        .containsExactly("'agent:web-1' has no port: write host:port or give the parameter port");
  }
}
