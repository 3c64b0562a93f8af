package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;
import static probe.reachability.ProbeTargets.NOTHING;
import static probe.reachability.ProbeTargets.target;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import monitor.api.probe.ProbeResult.UdpConnect;
import monitor.api.probe.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UdpProbeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Resolver resolver = new Resolver();
  private final UdpProbe probe = new UdpProbe(resolver);

  @AfterEach
  void close() {
    resolver.close();
  }

  private UdpConnect exchange(Target target) throws InterruptedException {
    return (UdpConnect) probe.probe(target, NOTHING);
  }

  private static DatagramSocket socket() throws IOException {
    return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Answers with what it received, until it is closed. */
  private static Thread echo(DatagramSocket socket) {
    return Thread.ofPlatform()
        .start(() -> {
          DatagramPacket packet = new DatagramPacket(new byte[1024], 1024);
          try {
            while (true) {
              packet.setLength(1024);
              socket.receive(packet);
              socket.send(packet);
            }
          } catch (IOException e) {
            // closed: the test is over
          }
        });
  }

  @Test
  void measuresAnAnswerThatIsExpected() throws Exception {
    DatagramSocket server = socket();
    Thread echo = echo(server);
    try (server) {
      String address = "127.0.0.1:" + server.getLocalPort();
      UdpConnect good = exchange(target(address, SECOND, "payload", "ping", "expect", "in"));
      assertThat(good.successful()).isTrue();
      assertThat(good.responseMillis()).isBetween(0.0, 1000.0);
      assertThat(good.resolvedAddress()).isEqualTo("127.0.0.1");
      UdpConnect other =
          exchange(
              target(address, Duration.ofMillis(100), "payload-hex", "414243", "expect", "pong"));
      assertThat(other.successful()).isFalse();
      assertThat(other.error()).isEqualTo("no answer within 100ms");
    }
    echo.join();
  }

  @Test
  void waitsNoLongerForTheRightAnswerHoweverManyWrongOnesCome() throws Exception {
    DatagramSocket server = socket();
    Thread flood =
        Thread.ofPlatform()
            .start(() -> {
              DatagramPacket packet = new DatagramPacket(new byte[9000], 9000);
              try {
                server.receive(packet);
                for (int length = 0; length < 1_000_000; length++) {
                  packet.setLength(length % 9000); // among them some without content
                  server.send(packet);
                }
              } catch (IOException e) {
                // closed: the test is over
              }
            });
    try (server) {
      Target target =
          target("127.0.0.1:" + server.getLocalPort(), Duration.ofMillis(300), "expect", "pong");
      assertThat(exchange(target).error()).isEqualTo("no answer within 300ms");
    }
    flood.join();
  }

  @Test
  void tellsThatNobodyListens() throws Exception {
    int port;
    try (DatagramSocket socket = socket()) {
      port = socket.getLocalPort();
    }
    assertThat(exchange(target("127.0.0.1:" + port, SECOND)).error()).isEqualTo("port unreachable");
  }

  @Test
  void namesWrongParameters() {
    assertThat(probe.check(target("a:1", SECOND, "payload-hex", "4x")))
        .containsExactly("parameter payload-hex: '4x' is not a row of hexadecimal bytes");
    assertThat(probe.check(target("a", SECOND))).hasSize(1);
  }
}
