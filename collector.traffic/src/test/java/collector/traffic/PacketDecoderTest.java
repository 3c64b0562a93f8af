package collector.traffic;

import static collector.traffic.Frames.NOTHING;
import static collector.traffic.Frames.address6;
import static collector.traffic.Frames.ethernet;
import static collector.traffic.Frames.ip4;
import static collector.traffic.Frames.ip6;
import static collector.traffic.Frames.join;
import static collector.traffic.Frames.shorts;
import static collector.traffic.Frames.tagged;
import static collector.traffic.Frames.tcp;
import static collector.traffic.Frames.text;
import static collector.traffic.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import collector.traffic.Packet.Verdict;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PacketDecoderTest {
  private static final byte[] V6_ONE = address6(0xfe80, 0, 0, 0, 0, 0, 0, 1);
  private static final byte[] V6_TWO = address6(0x2001, 0xdb8, 0, 0, 0, 0, 0, 2);

  private final PacketDecoder decoder = new PacketDecoder();

  private Packet decode(byte[] frame) {
    return decode(LinkType.ETHERNET, frame, frame.length);
  }

  private Packet decode(LinkType link, byte[] frame, int captured) {
    return decoder.decode(link, ByteBuffer.wrap(frame), 0, captured, frame.length);
  }

  private static String source(Packet packet) {
    return Address.text(packet.version, packet.sourceHigh, packet.sourceLow);
  }

  private static String destination(Packet packet) {
    return Address.text(packet.version, packet.destinationHigh, packet.destinationLow);
  }

  @Test
  void readsTcpBehindTwoVlanTags() {
    byte[] segment = tcp(40_000, 443, 7, 9, Packet.ACK, text("hello"));
    Packet packet =
        decode(tagged(0x0800, ip4("10.0.0.1", "192.168.200.254", 6, segment), 0x2064, 5));
    assertThat(packet.verdict).isEqualTo(Verdict.WHOLE);
    assertThat(packet.vlan).isEqualTo(0x64);
    assertThat(source(packet)).isEqualTo("10.0.0.1");
    assertThat(destination(packet)).isEqualTo("192.168.200.254");
    assertThat(packet.sourcePort).isEqualTo(40_000);
    assertThat(packet.destinationPort).isEqualTo(443);
    assertThat(packet.sequence).isEqualTo(7);
    assertThat(packet.acknowledgement).isEqualTo(9);
    assertThat(packet.flag(Packet.ACK)).isTrue();
    assertThat(packet.payloadLength).isEqualTo(5);
    assertThat(packet.payloadCaptured).isEqualTo(5);
  }

  @Test
  void doesNotTakePaddingForPayload() {
    byte[] frame =
        join(
            ethernet(0x0800, ip4("1.2.3.4", "5.6.7.8", 6, tcp(1, 2, 0, 0, 2, NOTHING))),
            new byte[6]);
    Packet packet = decode(frame);
    assertThat(packet.verdict).isEqualTo(Verdict.WHOLE);
    assertThat(packet.payloadLength).isZero();
    assertThat(packet.length).isEqualTo(60);
  }

  @Test
  void readsVersionSixWithExtensionHeaders() {
    byte[] udp = udp(53, 5000, text("abc"));
    byte[] destination = join(shorts(17 << 8 | 1), new byte[14], udp);
    byte[] hopByHop = join(shorts(60 << 8, 0, 0, 0), destination);
    Packet packet = decode(ethernet(0x86dd, ip6(V6_ONE, V6_TWO, 0, hopByHop)));
    assertThat(packet.verdict).isEqualTo(Verdict.WHOLE);
    assertThat(source(packet)).isEqualTo("fe80::1");
    assertThat(destination(packet)).isEqualTo("2001:db8::2");
    assertThat(packet.protocol).isEqualTo(Packet.UDP);
    assertThat(packet.sourcePort).isEqualTo(53);
    assertThat(packet.payloadLength).isEqualTo(3);
  }

  @Test
  void readsNoPortsInALaterFragment() {
    byte[] rest = join(shorts(17 << 8, 0x0008 | 1, 0, 77), text("the middle of a datagram"));
    Packet six = decode(ethernet(0x86dd, ip6(V6_ONE, V6_TWO, 44, rest)));
    assertThat(six.fragment).isTrue();
    assertThat(six.fragmentOffset).isEqualTo(8);
    assertThat(six.fragmentId).isEqualTo(77);
    assertThat(six.protocol).isEqualTo(Packet.UDP);
    assertThat(six.sourcePort).isZero();

    Packet four =
        decode(ethernet(0x0800, ip4("1.1.1.1", "2.2.2.2", 17, 9, 0x2001, text("middle"))));
    assertThat(four.fragmentOffset).isEqualTo(8);
    assertThat(four.sourcePort).isZero();
    assertThat(four.verdict).isEqualTo(Verdict.WHOLE);
  }

  @Test
  void tellsACutPacketFromALyingOne() {
    byte[] frame =
        ethernet(0x0800, ip4("1.2.3.4", "5.6.7.8", 6, tcp(1, 2, 0, 0, 2, new byte[100])));
    assertThat(decode(LinkType.ETHERNET, frame, 64).payloadCaptured).isEqualTo(10);
    assertThat(decode(LinkType.ETHERNET, frame, 50).verdict).isEqualTo(Verdict.CUT);
    assertThat(decode(LinkType.ETHERNET, frame, 50).sourcePort).isEqualTo(1);
    assertThat(decode(LinkType.ETHERNET, frame, 20).verdict).isEqualTo(Verdict.CUT);
    assertThat(decode(LinkType.ETHERNET, frame, 13).verdict).isEqualTo(Verdict.CUT);
    frame[17]++; // the length of the packet is now larger than that of the frame
    assertThat(decode(frame).verdict).isEqualTo(Verdict.MALFORMED);
  }

  @Test
  void refusesHeadersThatLie() {
    byte[] shortHeader = ip4("1.2.3.4", "5.6.7.8", 6, tcp(1, 2, 0, 0, 2, NOTHING));
    shortHeader[0] = 0x44;
    assertThat(decode(ethernet(0x0800, shortHeader)).verdict).isEqualTo(Verdict.MALFORMED);

    byte[] offset = tcp(1, 2, 0, 0, 2, NOTHING);
    offset[12] = (byte) 0xf0;
    assertThat(decode(ethernet(0x0800, ip4("1.2.3.4", "5.6.7.8", 6, offset))).verdict)
        .isEqualTo(Verdict.MALFORMED);

    byte[] datagram = udp(1, 2, text("x"));
    datagram[5] = 100;
    assertThat(decode(ethernet(0x0800, ip4("1.2.3.4", "5.6.7.8", 17, datagram))).verdict)
        .isEqualTo(Verdict.MALFORMED);

    byte[] extension = shorts(60 << 8 | 0xff, 0, 0, 0);
    assertThat(decode(ethernet(0x86dd, ip6(V6_ONE, V6_TWO, 60, extension))).verdict)
        .isEqualTo(Verdict.MALFORMED);
  }

  @Test
  void endsAChainOfHeadersAndOfTags() {
    byte[] chain = NOTHING;
    for (int i = 0; i < 200; i++) {
      chain = join(chain, shorts(60 << 8, 0, 0, 0));
    }
    assertThat(decode(ethernet(0x86dd, ip6(V6_ONE, V6_TWO, 60, chain))).verdict)
        .isEqualTo(Verdict.MALFORMED);
    assertThat(decode(tagged(0x0800, new byte[40], 1, 2, 3, 4, 5)).verdict)
        .isEqualTo(Verdict.MALFORMED);
  }

  @Test
  void readsEachLinkLayer() {
    byte[] ip = ip4("1.2.3.4", "5.6.7.8", 17, udp(1000, 2000, NOTHING));
    byte[] cooked = join(new byte[14], shorts(0x0800), ip);
    byte[] cooked2 = join(shorts(0x0800), new byte[18], ip);
    byte[] loopback = join(new byte[] {2, 0, 0, 0}, ip);
    assertThat(decode(LinkType.RAW, ip, ip.length).destinationPort).isEqualTo(2000);
    assertThat(decode(LinkType.LINUX_SLL, cooked, cooked.length).destinationPort).isEqualTo(2000);
    assertThat(decode(LinkType.LINUX_SLL2, cooked2, cooked2.length).destinationPort)
        .isEqualTo(2000);
    assertThat(decode(LinkType.NULL, loopback, loopback.length).destinationPort).isEqualTo(2000);
  }

  @Test
  void leavesWhatIsNotIpWithoutAFlow() {
    Packet arp = decode(ethernet(0x0806, new byte[28]));
    assertThat(arp.ofFlow()).isFalse();
    assertThat(Transport.of(arp)).isEqualTo(Transport.ARP);
    assertThat(decode(ethernet(38, new byte[38])).etherType).isZero();
  }

  @Test
  void writesAddressesInTheirShortestForm() {
    assertThat(Address.text6(0, 0)).isEqualTo("::");
    assertThat(Address.text6(0, 1)).isEqualTo("::1");
    assertThat(Address.text6(0x2001_0db8_0000_0000L, 0)).isEqualTo("2001:db8::");
    assertThat(Address.text6(0x2001_0db8_0000_0001L, 0x0001_0000_0000_0001L))
        .isEqualTo("2001:db8:0:1:1::1");
    assertThat(Address.text6(0x0001_0000_0002_0003L, 0x0004_0005_0006_0007L))
        .isEqualTo("1:0:2:3:4:5:6:7");
    assertThat(Address.text4(0xffff_ffff)).isEqualTo("255.255.255.255");
  }
}
