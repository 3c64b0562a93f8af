package collector.traffic;

/**
 * Gives the ports of the first fragment of a packet to those that follow it, so that all count to
 * one conversation. A table of fixed size without chains: a newer packet takes the place of an
 * older one, whose later fragments then count to a conversation without ports.
 */
final class Fragments {
  private static final int PLACES = 256;

  /** A number that identifies a packet may be used again after this (RFC 8900). */
  private static final long LIFE_NANOS = 30_000_000_000L;

  private static final class First {
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int id;
    private int protocol;
    private int sourcePort;
    private int destinationPort;
    private long seenNanos;

    private boolean of(Packet packet, long nowNanos) {
      return id == packet.fragmentId
          && protocol == packet.protocol
          && sourceLow == packet.sourceLow
          && destinationLow == packet.destinationLow
          && sourceHigh == packet.sourceHigh
          && destinationHigh == packet.destinationHigh
          && nowNanos - seenNanos < LIFE_NANOS;
    }
  }

  private final First[] firsts = new First[PLACES];

  /** Remembers the ports of a first fragment, or fills in those of a later one. */
  void resolve(Packet packet, long nowNanos) {
    int place = (packet.fragmentId * 0x9e3779b9 >>> 24) % PLACES;
    First first = firsts[place];
    if (packet.fragmentOffset == 0) {
      firsts[place] = remembered(packet, nowNanos);
    } else if (first != null && first.of(packet, nowNanos)) {
      packet.sourcePort = first.sourcePort;
      packet.destinationPort = first.destinationPort;
    }
  }

  private static First remembered(Packet packet, long nowNanos) {
    First first = new First();
    first.sourceHigh = packet.sourceHigh;
    first.sourceLow = packet.sourceLow;
    first.destinationHigh = packet.destinationHigh;
    first.destinationLow = packet.destinationLow;
    first.id = packet.fragmentId;
    first.protocol = packet.protocol;
    first.sourcePort = packet.sourcePort;
    first.destinationPort = packet.destinationPort;
    first.seenNanos = nowNanos;
    return first;
  }
}
