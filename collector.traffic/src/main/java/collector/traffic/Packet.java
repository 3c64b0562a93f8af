package collector.traffic;

/**
 * What the headers of one packet say. Filled in anew for each packet by a {@link PacketDecoder},
 * because a record for each would cost more than to decode it; valid until the next one.
 */
final class Packet {
  static final int ICMP = 1;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int ICMPV6 = 58;
  static final int SCTP = 132;

  static final int FIN = 0x01;
  static final int SYN = 0x02;
  static final int RST = 0x04;
  static final int ACK = 0x10;

  /** How far decoding came. */
  enum Verdict {
    /** All headers that are known here. */
    WHOLE,
    /** The capture kept less of the packet than its headers. */
    CUT,
    /** A header contradicts itself or the length of the packet. */
    MALFORMED
  }

  Verdict verdict = Verdict.WHOLE;

  /** Bytes on the wire, link layer included. */
  int length;

  /** What follows the link layer; 0 if not even that is known. */
  int etherType;

  /** Number of the outermost VLAN; -1 without one. */
  int vlan;

  /** 4 or 6; 0 for what is not IP, or malformed before it is known to be. */
  int version;

  /** Number of the protocol above IP; -1 if none was reached. */
  int protocol;

  /** Addresses as 16 bytes; those of version 4 mapped into version 6. */
  long sourceHigh;

  long sourceLow;
  long destinationHigh;
  long destinationLow;

  /** Whether it is a part of a fragmented packet. */
  boolean fragment;

  /** Offset of the fragment in bytes: there are no ports in any but the first. */
  int fragmentOffset;

  int fragmentId;

  /** Ports; 0 for protocols without, and where the header was not reached. */
  int sourcePort;

  int destinationPort;

  /** TCP flags, sequence number and acknowledgement; 0 for others. */
  int tcpFlags;

  int sequence;
  int acknowledgement;

  /** Where the payload above TCP or UDP begins, and how much of it was captured. */
  int payloadOffset;

  int payloadCaptured;

  /** How much payload there is on the wire. */
  int payloadLength;

  void begin(int wireLength) {
    verdict = Verdict.WHOLE;
    length = wireLength;
    etherType = 0;
    vlan = -1;
    version = 0;
    protocol = -1;
    sourceHigh = 0;
    sourceLow = 0;
    destinationHigh = 0;
    destinationLow = 0;
    fragment = false;
    fragmentOffset = 0;
    fragmentId = 0;
    sourcePort = 0;
    destinationPort = 0;
    tcpFlags = 0;
    sequence = 0;
    acknowledgement = 0;
    payloadOffset = 0;
    payloadCaptured = 0;
    payloadLength = 0;
  }

  /** Whether it has addresses, so that it belongs to a flow. */
  boolean ofFlow() {
    return version != 0 && protocol >= 0;
  }

  boolean flag(int flag) {
    return (tcpFlags & flag) != 0;
  }
}
