package collector.traffic;

import collector.traffic.Packet.Verdict;
import java.nio.ByteBuffer;

/**
 * Reads the headers of packets: link layer, VLAN tags (IEEE 802.1Q, 802.1ad), then {@link
 * IpDecoder}. Takes any bytes and never throws: what the headers claim is checked against what is
 * there before it is used. Used by one thread.
 */
final class PacketDecoder {
  static final int IPV4 = 0x0800;
  static final int IPV6 = 0x86dd;
  private static final int VLAN = 0x8100;
  private static final int SERVICE_VLAN = 0x88a8;
  private static final int OLD_SERVICE_VLAN = 0x9100;

  /** Two are in use; more are an attempt to keep us busy. */
  private static final int MOST_TAGS = 4;

  private final Packet packet = new Packet();
  private final IpDecoder ip = new IpDecoder(packet);

  /**
   * Decodes one packet.
   *
   * @param data in network byte order; its position and limit do not matter
   * @param offset where the packet begins
   * @param captured bytes of it that are there
   * @param length bytes that it had on the wire; never less than {@code captured}
   * @return the same object each time
   */
  Packet decode(LinkType link, ByteBuffer data, int offset, int captured, int length) {
    packet.begin(length);
    int end = offset + captured;
    int wireEnd = offset + length;
    switch (link) {
      case ETHERNET -> ethernet(data, offset, end, wireEnd);
      case RAW -> raw(data, offset, end, wireEnd);
      case NULL -> loopback(data, offset, end, wireEnd);
      case LINUX_SLL -> cooked(data, offset, offset + 14, 16, end, wireEnd);
      case LINUX_SLL2 -> cooked(data, offset, offset, 20, end, wireEnd);
    }
    return packet;
  }

  private void ethernet(ByteBuffer data, int offset, int end, int wireEnd) {
    int at = offset + 12;
    int tags = 0;
    while (true) {
      if (at + 2 > end) {
        packet.verdict = at + 2 <= wireEnd ? Verdict.CUT : Verdict.MALFORMED;
        return;
      }
      int type = data.getShort(at) & 0xffff;
      at += 2;
      if (type != VLAN && type != SERVICE_VLAN && type != OLD_SERVICE_VLAN) {
        // Up to 1500 it is the length of an IEEE 802.3 frame, which carries no IP.
        packet.etherType = type > 1500 ? type : 0;
        network(packet.etherType, data, at, end, wireEnd);
        return;
      }
      if (++tags > MOST_TAGS) {
        packet.verdict = Verdict.MALFORMED;
        return;
      }
      if (packet.vlan < 0 && at + 2 <= end) {
        packet.vlan = data.getShort(at) & 0x0fff;
      }
      at += 2;
    }
  }

  private void raw(ByteBuffer data, int offset, int end, int wireEnd) {
    if (offset >= end) {
      packet.verdict = offset < wireEnd ? Verdict.CUT : Verdict.MALFORMED;
      return;
    }
    switch (data.get(offset) >> 4 & 0x0f) {
      case 4 -> network(IPV4, data, offset, end, wireEnd);
      case 6 -> network(IPV6, data, offset, end, wireEnd);
      default -> packet.verdict = Verdict.MALFORMED;
    }
  }

  private void loopback(ByteBuffer data, int offset, int end, int wireEnd) {
    if (offset + 4 > end) {
      packet.verdict = offset + 4 <= wireEnd ? Verdict.CUT : Verdict.MALFORMED;
      return;
    }
    int family = data.getInt(offset);
    switch ((family & 0xffff) == 0 ? Integer.reverseBytes(family) : family) {
      case 2 -> network(IPV4, data, offset + 4, end, wireEnd);
      case 10, 24, 28, 30 -> network(IPV6, data, offset + 4, end, wireEnd); // as systems differ
      default -> {} // another family
    }
  }

  private void cooked(ByteBuffer data, int offset, int type, int header, int end, int wireEnd) {
    if (offset + header > end) {
      packet.verdict = offset + header <= wireEnd ? Verdict.CUT : Verdict.MALFORMED;
      return;
    }
    network(data.getShort(type) & 0xffff, data, offset + header, end, wireEnd);
  }

  private void network(int etherType, ByteBuffer data, int at, int end, int wireEnd) {
    packet.etherType = etherType;
    switch (etherType) {
      case IPV4 -> ip.decode4(data, at, end, wireEnd);
      case IPV6 -> ip.decode6(data, at, end, wireEnd);
      default -> {} // not IP
    }
  }
}
