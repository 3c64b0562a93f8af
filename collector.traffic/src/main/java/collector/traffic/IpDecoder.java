package collector.traffic;

import collector.traffic.Packet.Verdict;
import java.nio.ByteBuffer;

/**
 * Reads IP and what is above it: version 4 (RFC 791), version 6 with its extension headers (RFC
 * 8200), fragments, TCP (RFC 9293), UDP (RFC 768). Fills in a packet; never throws.
 */
final class IpDecoder {
  /** Marks an address of version 4 among those of version 6 (RFC 4291, 2.5.5.2). */
  private static final long MAPPED = 0xffff_0000_0000L;

  /** A packet has each kind of header once or twice; a long chain is an attempt to keep us busy. */
  private static final int MOST_EXTENSIONS = 8;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int NOTHING = 59;
  private static final int DESTINATION = 60;
  private static final int MOBILITY = 135;
  private static final int HOST_IDENTITY = 139;
  private static final int SHIM6 = 140;

  private final Packet packet;

  /** Of the packet at hand: where what was captured ends, and where it ended on the wire. */
  private int end;

  private int wireEnd;

  IpDecoder(Packet packet) {
    this.packet = packet;
  }

  /** Whether that many bytes are there; if not, says why. */
  private boolean has(int at, int bytes) {
    if (at + bytes <= end) {
      return true;
    }
    packet.verdict = at + bytes <= wireEnd ? Verdict.CUT : Verdict.MALFORMED;
    return false;
  }

  private void malformed() {
    packet.verdict = Verdict.MALFORMED;
  }

  void decode4(ByteBuffer data, int at, int capturedEnd, int wholeEnd) {
    end = capturedEnd;
    wireEnd = wholeEnd;
    if (!has(at, 20)) {
      return;
    }
    int first = data.get(at);
    int header = (first & 0x0f) * 4;
    int total = data.getShort(at + 2) & 0xffff;
    if (total == 0) {
      total = wireEnd - at; // a packet that the network card was left to cut into segments
    }
    if ((first >> 4 & 0x0f) != 4 || header < 20 || total < header || at + total > wireEnd) {
      malformed();
      return;
    }
    limit(at + total);
    packet.version = 4;
    packet.sourceLow = MAPPED | data.getInt(at + 12) & 0xffff_ffffL;
    packet.destinationLow = MAPPED | data.getInt(at + 16) & 0xffff_ffffL;
    int fragment = data.getShort(at + 6);
    fragment((fragment & 0x1fff) * 8, (fragment & 0x2000) != 0, data.getShort(at + 4) & 0xffff);
    transport(data.get(at + 9) & 0xff, data, at + header);
  }

  /** What lies behind the packet fills up the frame. */
  private void limit(int packetEnd) {
    wireEnd = packetEnd;
    end = Math.min(end, packetEnd);
  }

  private void fragment(int offset, boolean more, int id) {
    packet.fragment = offset != 0 || more;
    packet.fragmentOffset = offset;
    packet.fragmentId = id;
  }

  void decode6(ByteBuffer data, int at, int capturedEnd, int wholeEnd) {
    end = capturedEnd;
    wireEnd = wholeEnd;
    if (!has(at, 40)) {
      return;
    }
    int payload = data.getShort(at + 4) & 0xffff;
    if ((data.get(at) >> 4 & 0x0f) != 6 || at + 40 + payload > wireEnd) {
      malformed();
      return;
    }
    if (payload != 0) { // else a jumbogram, or left to the network card
      limit(at + 40 + payload);
    }
    packet.version = 6;
    packet.sourceHigh = data.getLong(at + 8);
    packet.sourceLow = data.getLong(at + 16);
    packet.destinationHigh = data.getLong(at + 24);
    packet.destinationLow = data.getLong(at + 32);
    extensions(data.get(at + 6) & 0xff, data, at + 40);
  }

  private void extensions(int first, ByteBuffer data, int offset) {
    int type = first;
    int at = offset;
    for (int count = 0; isExtension(type); count++) {
      if (count == MOST_EXTENSIONS) {
        malformed();
        return;
      }
      if (!has(at, 8)) {
        return;
      }
      if (type == FRAGMENT) {
        int fragment = data.getShort(at + 2) & 0xffff;
        fragment(fragment & 0xfff8, (fragment & 1) != 0, data.getInt(at + 4));
      }
      int size = extensionLength(type, data.get(at + 1) & 0xff);
      type = data.get(at) & 0xff;
      at += size;
      if (packet.fragmentOffset != 0) {
        break; // what follows is from the middle of the packet
      }
    }
    transport(type, data, at);
  }

  private static boolean isExtension(int type) {
    return switch (type) {
      case HOP_BY_HOP,
          ROUTING,
          FRAGMENT,
          AUTHENTICATION,
          DESTINATION,
          MOBILITY,
          HOST_IDENTITY,
          SHIM6 ->
          true;
      default -> false;
    };
  }

  private static int extensionLength(int type, int field) {
    return switch (type) {
      case FRAGMENT -> 8;
      case AUTHENTICATION -> (field + 2) * 4;
      default -> (field + 1) * 8;
    };
  }

  private void transport(int protocol, ByteBuffer data, int at) {
    if (protocol == NOTHING && packet.version == 6) {
      return;
    }
    if (at > wireEnd) {
      malformed();
      return;
    }
    packet.protocol = protocol;
    if (packet.fragmentOffset != 0) {
      return;
    }
    switch (protocol) {
      case Packet.TCP -> tcp(data, at);
      case Packet.UDP -> udp(data, at);
      case Packet.SCTP -> ports(data, at, 12);
      default -> {}
    }
  }

  private boolean ports(ByteBuffer data, int at, int header) {
    if (!has(at, 4)) {
      return false;
    }
    packet.sourcePort = data.getShort(at) & 0xffff;
    packet.destinationPort = data.getShort(at + 2) & 0xffff;
    return has(at, header);
  }

  private void tcp(ByteBuffer data, int at) {
    if (!ports(data, at, 20)) {
      return;
    }
    int header = (data.get(at + 12) >> 4 & 0x0f) * 4;
    if (header < 20 || at + header > wireEnd) {
      malformed();
      return;
    }
    packet.sequence = data.getInt(at + 4);
    packet.acknowledgement = data.getInt(at + 8);
    packet.tcpFlags = data.get(at + 13) & 0xff;
    payload(at + header, wireEnd);
  }

  private void udp(ByteBuffer data, int at) {
    if (!ports(data, at, 8)) {
      return;
    }
    int length = data.getShort(at + 4) & 0xffff;
    if (length == 0) {
      length = wireEnd - at; // a jumbogram
    }
    boolean tooLong = at + length > wireEnd && !packet.fragment;
    if (length < 8 || tooLong) {
      malformed();
      return;
    }
    payload(at + 8, Math.min(at + length, wireEnd));
  }

  private void payload(int at, int wholeEnd) {
    packet.payloadOffset = at;
    packet.payloadLength = wholeEnd - at;
    packet.payloadCaptured = Math.max(0, Math.min(end, wholeEnd) - at);
  }
}
