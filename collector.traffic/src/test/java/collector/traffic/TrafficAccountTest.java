package collector.traffic;

import static collector.traffic.Frames.NOTHING;
import static collector.traffic.Frames.ethernet;
import static collector.traffic.Frames.ip4;
import static collector.traffic.Frames.join;
import static collector.traffic.Frames.shorts;
import static collector.traffic.Frames.tcp;
import static collector.traffic.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import monitor.api.event.Event;
import monitor.api.event.Flow;
import org.junit.jupiter.api.Test;

class TrafficAccountTest {
  private static final String CLIENT = "10.0.0.1";
  private static final String SERVER = "192.0.2.53";

  private final AccountRun run = new AccountRun("eth0");

  private static byte[] sent(int protocol, byte[] payload) {
    return ethernet(0x0800, ip4(CLIENT, SERVER, protocol, payload));
  }

  private static byte[] received(int protocol, byte[] payload) {
    return ethernet(0x0800, ip4(SERVER, CLIENT, protocol, payload));
  }

  private Object attribute(Event event, String name) {
    return event.attributes().asMap().get(name);
  }

  @Test
  void countsBothDirectionsOfAFlowAndEndsItWhenItIsIdle() {
    byte[] there = sent(17, udp(4000, 9999, new byte[100]));
    byte[] back = received(17, udp(9999, 4000, new byte[300]));
    run.frame(there).frame(there).after(Duration.ofSeconds(2)).frame(back);
    run.after(Duration.ofSeconds(29));
    assertThat(run.flows()).isEmpty();
    run.after(Duration.ofSeconds(2));
    Flow flow = run.flows().getFirst();
    assertThat(run.flows()).hasSize(1);
    assertThat(flow.protocol()).isEqualTo("udp");
    assertThat(flow.sourceAddress()).isEqualTo(CLIENT);
    assertThat(flow.sourcePort()).isEqualTo(4000);
    assertThat(flow.destinationAddress()).isEqualTo(SERVER);
    assertThat(flow.destinationPort()).isEqualTo(9999);
    assertThat(flow.packetsSent()).isEqualTo(2);
    assertThat(flow.bytesSent()).isEqualTo(2L * there.length);
    assertThat(flow.packetsReceived()).isEqualTo(1);
    assertThat(flow.bytesReceived()).isEqualTo(back.length);
    assertThat(flow.endNanos() - flow.startNanos()).isEqualTo(2_000_000_000L);
    assertThat(attribute(run.of(flow.kind()).getFirst(), "flow.end.reason")).isEqualTo("idle");
  }

  @Test
  void reportsAFlowThatGoesOnFromTimeToTime() {
    byte[] packet = sent(17, udp(4000, 9999, new byte[100]));
    for (int i = 0; i < 150; i++) {
      run.frame(packet).after(Duration.ofSeconds(1));
    }
    assertThat(run.flows()).extracting(Flow::packetsSent).hasSize(2).isSorted();
    assertThat(run.flows()).extracting(Flow::id).containsOnly(run.flows().getFirst().id());
    run.stop();
    assertThat(run.flows().getLast().packetsSent()).isEqualTo(150);
  }

  @Test
  void beginsANewFlowWhenPortsAreUsedAgain() {
    for (int i = 0; i < 2; i++) {
      run.frame(sent(6, tcp(4000, 80, 100, 0, Packet.SYN, NOTHING)));
      run.frame(received(6, tcp(80, 4000, 0, 101, Packet.RST | Packet.ACK, NOTHING)));
    }
    run.after(Duration.ofSeconds(7));
    assertThat(run.flows()).hasSize(2).extracting(Flow::state).containsOnly("reset");
    assertThat(run.flows()).extracting(Flow::id).doesNotHaveDuplicates();
  }

  @Test
  void takesTheSideThatOpenedForTheSourceAlsoWhenItsSynWasMissed() {
    run.frame(received(6, tcp(80, 4000, 7, 101, Packet.SYN | Packet.ACK, NOTHING))).stop();
    assertThat(run.flows().getFirst().sourceAddress()).isEqualTo(CLIENT);
    assertThat(run.flows().getFirst().packetsReceived()).isEqualTo(1);
  }

  @Test
  void countsFragmentsToTheFlowOfTheirPorts() {
    byte[] datagram = udp(4000, 9999, new byte[72]);
    byte[] first = java.util.Arrays.copyOf(datagram, 40);
    byte[] rest = java.util.Arrays.copyOfRange(datagram, 40, 80);
    run.frame(ethernet(0x0800, ip4(CLIENT, SERVER, 17, 42, 0x2000, first)));
    run.frame(ethernet(0x0800, ip4(CLIENT, SERVER, 17, 42, 5, rest)));
    run.frame(ethernet(0x0800, ip4(CLIENT, SERVER, 17, 43, 5, rest))).stop();
    assertThat(run.flows()).hasSize(2);
    assertThat(run.flows())
        .anySatisfy(flow -> assertThat(flow.packetsSent()).isEqualTo(2))
        .anySatisfy(flow -> assertThat(flow.sourcePort()).isZero());
  }

  @Test
  void tellsAnswersOfTheDomainNameSystemWithTheirTime() {
    run.frame(sent(17, udp(4000, 53, Frames.question(7, "Example.org", 1))));
    run.after(Duration.ofMillis(25));
    run.frame(
        received(17, udp(53, 4000, Frames.answer(7, 0, "example.org", "192.0.2.1", "192.0.2.2"))));
    Event answer = run.of(DnsTracker.KIND).getFirst();
    assertThat(attribute(answer, "dns.question.name")).isEqualTo("example.org");
    assertThat(attribute(answer, "dns.question.type")).isEqualTo("A");
    assertThat(attribute(answer, "dns.response.code")).isEqualTo("NOERROR");
    assertThat(attribute(answer, "dns.answers")).isEqualTo(List.of("192.0.2.1", "192.0.2.2"));
    assertThat(attribute(answer, "dns.latency")).isEqualTo(25.0);
    assertThat(attribute(answer, "client.address")).isEqualTo(CLIENT);
    assertThat(attribute(answer, "server.address")).isEqualTo(SERVER);
  }

  @Test
  void tellsQuestionsWithoutAnAnswerAndAnswersToNobody() {
    run.frame(sent(17, udp(4000, 53, Frames.question(7, "lost.example.org", 1))));
    byte[] overTcp = Frames.question(8, "tcp.example.org", 1);
    run.frame(sent(6, tcp(4001, 53, 1, 1, Packet.ACK, join(shorts(overTcp.length), overTcp))));
    run.frame(received(17, udp(53, 4000, Frames.answer(9, 3, "forged.example.org"))));
    run.after(Duration.ofSeconds(12));
    List<Event> events = run.of(DnsTracker.KIND);
    assertThat(events)
        .extracting(event -> attribute(event, "dns.question.name"))
        .containsExactly("forged.example.org", "lost.example.org", "tcp.example.org");
    assertThat(events)
        .extracting(event -> attribute(event, "dns.answered"))
        .containsExactly(true, false, false);
    assertThat(attribute(events.getFirst(), "dns.latency")).isNull();
  }

  @Test
  void readsTheServerNameOfAClientWhoseFirstMessageComesInPieces() throws Exception {
    byte[] hello = NamesTest.hello("www.example.org");
    run.frame(sent(6, tcp(4000, 443, 99, 0, Packet.SYN, NOTHING)));
    for (int at = 0; at < hello.length; at += 100) {
      byte[] part = java.util.Arrays.copyOfRange(hello, at, Math.min(hello.length, at + 100));
      run.frame(sent(6, tcp(4000, 443, 100 + at, 1, Packet.ACK, part)));
      run.frame(sent(6, tcp(4000, 443, 100 + at, 1, Packet.ACK, part))); // sent again
    }
    run.stop();
    Event flow = run.of(run.flows().getFirst().kind()).getFirst();
    assertThat(attribute(flow, "tls.server.name")).isEqualTo("www.example.org");
    assertThat(attribute(flow, "network.protocol.name")).isEqualTo("https");
  }

  @Test
  void ranksTheTalkersOfAPeriod() {
    run.frame(sent(17, udp(1, 2, new byte[1000])));
    run.frame(ethernet(0x0800, ip4("10.9.9.9", SERVER, 17, udp(1, 2, new byte[100]))));
    run.after(Duration.ofSeconds(10));
    List<Event> first = run.of(Talkers.KIND);
    assertThat(first)
        .extracting(event -> attribute(event, "address"))
        .containsExactly(SERVER, CLIENT, "10.9.9.9");
    assertThat(attribute(first.getFirst(), "bytes.received")).isEqualTo(1000L + 100 + 2 * 42);
    assertThat(attribute(first.get(1), "bytes.sent")).isEqualTo(1042L);
    run.after(Duration.ofSeconds(10));
    assertThat(run.of(Talkers.KIND)).as("nobody talked in the second period").hasSize(3);
  }

  @Test
  void measuresRatesAndTheMixOfProtocols() {
    for (int i = 0; i < 50; i++) {
      run.frame(sent(17, udp(4000, 53, new byte[58])));
    }
    run.frame(ethernet(0x0806, new byte[28]));
    run.frame(sent(6, tcp(1, 443, 0, 0, 2, new byte[6])), 40);
    run.after(Duration.ofSeconds(10));
    Map<String, Object> in = Map.of("network.io.direction", "receive");
    assertThat(run.last("traffic.packets", in)).isEqualTo(52);
    assertThat(run.last("traffic.io", in)).isEqualTo(50 * 100 + 42 + 60);
    assertThat(run.last("traffic.packets.rate", in)).isEqualTo(5.2);
    assertThat(run.last("traffic.transport.io", Map.of("network.transport", "udp")))
        .isEqualTo(5000);
    assertThat(run.last("traffic.transport.io", Map.of("network.transport", "arp"))).isEqualTo(42);
    assertThat(run.last("traffic.protocol.io", Map.of("network.protocol.name", "dns")))
        .isEqualTo(5000);
    assertThat(run.last("traffic.errors", Map.of("error.type", "cut"))).isEqualTo(1);
    assertThat(run.last("traffic.errors", Map.of("error.type", "dns"))).isEqualTo(50);
    assertThat(run.last("traffic.flows.active", Map.of())).isEqualTo(2);
  }

  @Test
  void staysBoundedInAFloodAndCountsWhatItDoesNotTell() {
    for (int i = 0; i < 20_000; i++) {
      String from = "10.%d.%d.1".formatted(i >> 8 & 0xff, i & 0xff);
      run.frame(ethernet(0x0800, ip4(from, SERVER, 17, udp(i % 60_000, 9, NOTHING))));
      assertThat(run.account.conversations()).isLessThanOrEqualTo(1000);
    }
    run.after(Duration.ofSeconds(10));
    long told = run.flows().size();
    assertThat(told).as("1000 a second are allowed").isEqualTo(1000);
    assertThat(run.last("traffic.flows.evicted", Map.of())).isEqualTo(19_000);
    assertThat(run.last("traffic.flows.started", Map.of())).isEqualTo(20_000);
    assertThat(run.last("traffic.events.dropped", Map.of("reason", "rate"))).isEqualTo(18_000);
    run.stop();
    assertThat(run.flows()).hasSize(2000);
  }

  @Test
  void keepsTheConnectionsAndGivesUpWhatIsShortLived() {
    run.frame(sent(6, tcp(4000, 80, 100, 0, Packet.SYN, NOTHING)));
    run.frame(received(6, tcp(80, 4000, 5, 101, Packet.SYN | Packet.ACK, NOTHING)));
    run.frame(sent(6, tcp(4000, 80, 101, 6, Packet.ACK, NOTHING)));
    for (int i = 0; i < 5000; i++) {
      run.frame(ethernet(0x0800, ip4("10.1.1.1", SERVER, 17, udp(i, 9, NOTHING))));
    }
    assertThat(run.flows()).extracting(Flow::protocol).containsOnly("udp");
  }
}
