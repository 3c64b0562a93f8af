package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;
import static probe.reachability.ProbeTargets.NOTHING;
import static probe.reachability.ProbeTargets.target;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import monitor.api.probe.ProbeResult.TcpConnect;
import monitor.api.probe.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProbeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Resolver resolver = new Resolver();
  private final TcpProbe probe = new TcpProbe(resolver);

  @AfterEach
  void close() {
    resolver.close();
  }

  private static ServerSocket listener() throws Exception {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private TcpConnect connect(Target target) throws InterruptedException {
    return (TcpConnect) probe.probe(target, NOTHING);
  }

  @Test
  void measuresAConnection() throws Exception {
    try (ServerSocket listener = listener()) {
      TcpConnect result = connect(target("127.0.0.1:" + listener.getLocalPort(), SECOND));
      assertThat(result.connected()).isTrue();
      assertThat(result.responseMillis()).isBetween(0.0, 1000.0);
      assertThat(result.error()).isNull();
      assertThat(result.resolvedAddress()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void tellsThatAPortIsClosed() throws Exception {
    int port;
    try (ServerSocket listener = listener()) {
      port = listener.getLocalPort();
    }
    TcpConnect result = connect(target("localhost", SECOND, "port", "" + port, "family", "4"));
    assertThat(result.connected()).isFalse();
    assertThat(result.error()).isEqualTo("connection refused");
    assertThat(result.responseMillis()).isNull();
  }

  @Test
  void givesUpAfterTheTimeout() throws Exception {
    List<Socket> filling = new ArrayList<>();
    try (ServerSocket listener = listener()) {
      // A full backlog does not answer further requests.
      for (int i = 0; i < 4; i++) {
        Socket socket = new Socket();
        filling.add(socket);
        try {
          socket.connect(listener.getLocalSocketAddress(), 100);
        } catch (java.net.SocketTimeoutException e) {
          break;
        }
      }
      TcpConnect result =
          connect(target("127.0.0.1:" + listener.getLocalPort(), Duration.ofMillis(200)));
      assertThat(result.error()).isEqualTo("no connection within 200ms");
    } finally {
      for (Socket socket : filling) {
        socket.close();
      }
    }
  }

  @Test
  void readsHostsAndPorts() {
    assertThat(HostPort.of(target("db:5432", SECOND))).isEqualTo(new HostPort("db", 5432));
    assertThat(HostPort.of(target("[::1]:22", SECOND))).isEqualTo(new HostPort("::1", 22));
    assertThat(HostPort.of(target("::1", SECOND, "port", "22"))).isEqualTo(new HostPort("::1", 22));
    assertThat(HostPort.of(target("[::1]", SECOND, "port", "22")))
        .isEqualTo(new HostPort("::1", 22));
  }

  @Test
  void namesWrongTargets() {
    assertThat(probe.check(target("db", SECOND)))
        .containsExactly("'db' has no port: write host:port or give the parameter port");
    assertThat(probe.check(target("db:99999", SECOND)))
        .containsExactly("'db:99999': '99999' is not a port");
    assertThat(probe.check(target("db:1", SECOND))).isEmpty();
  }
}
