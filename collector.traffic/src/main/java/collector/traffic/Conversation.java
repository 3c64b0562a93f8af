package collector.traffic;

import org.jspecify.annotations.Nullable;

/**
 * The packets of two endpoints with one protocol, counted in both directions. Changed in place for
 * each packet; used by the thread of its capture.
 */
final class Conversation {
  final long number;
  final int version;
  final int protocol;
  final int vlan;
  final long sourceHigh;
  final long sourceLow;
  final long destinationHigh;
  final long destinationLow;
  final int sourcePort;
  final int destinationPort;
  final long startNanos;
  final int hash;

  /** The next one in the same bucket of {@link Conversations}, and its place there. */
  @Nullable Conversation next;

  int index;

  long endNanos;
  long seenNanos;
  long reportNanos;
  long bytesSent;
  long bytesReceived;
  long packetsSent;
  long packetsReceived;

  /** What was counted before the last look of {@link Talkers}. */
  long bytesSentBefore;

  long bytesReceivedBefore;
  long packetsBefore;

  /** How many packets the last report told. */
  long packetsReported;

  final @Nullable TcpTrack tcp;

  /** The first bytes of the client while they are put together, and whether that was begun. */
  @Nullable TlsStart tls;

  boolean tlsDone;
  @Nullable String serverName;

  /**
   * Begins with a packet, which is not counted yet.
   *
   * @param turned whether the packet is an answer, so that its destination spoke first
   */
  Conversation(long number, Packet packet, int hash, boolean turned, long timeNanos) {
    this.number = number;
    this.hash = hash;
    version = packet.version;
    protocol = packet.protocol;
    vlan = packet.vlan;
    sourceHigh = turned ? packet.destinationHigh : packet.sourceHigh;
    sourceLow = turned ? packet.destinationLow : packet.sourceLow;
    destinationHigh = turned ? packet.sourceHigh : packet.destinationHigh;
    destinationLow = turned ? packet.sourceLow : packet.destinationLow;
    sourcePort = turned ? packet.destinationPort : packet.sourcePort;
    destinationPort = turned ? packet.sourcePort : packet.destinationPort;
    startNanos = timeNanos;
    endNanos = timeNanos;
    tcp = packet.protocol == Packet.TCP ? new TcpTrack() : null;
  }

  /** Whether a packet of the same hash goes the way of the first, or the way back. */
  boolean has(Packet packet) {
    return version == packet.version
        && protocol == packet.protocol
        && vlan == packet.vlan
        && (forward(packet) || backward(packet));
  }

  boolean forward(Packet packet) {
    return sourceLow == packet.sourceLow
        && destinationLow == packet.destinationLow
        && sourcePort == packet.sourcePort
        && destinationPort == packet.destinationPort
        && sourceHigh == packet.sourceHigh
        && destinationHigh == packet.destinationHigh;
  }

  private boolean backward(Packet packet) {
    return sourceLow == packet.destinationLow
        && destinationLow == packet.sourceLow
        && sourcePort == packet.destinationPort
        && destinationPort == packet.sourcePort
        && sourceHigh == packet.destinationHigh
        && destinationHigh == packet.sourceHigh;
  }

  /**
   * Counts a packet.
   *
   * @param timeNanos when it was captured, by the wall clock
   * @param nowNanos the same by the clock that time-outs go by
   * @return whether the source sent it
   */
  boolean count(Packet packet, long timeNanos, long nowNanos) {
    seenNanos = nowNanos;
    endNanos = Math.max(endNanos, timeNanos);
    boolean fromSource = forward(packet);
    if (fromSource) {
      packetsSent++;
      bytesSent += packet.length;
    } else {
      packetsReceived++;
      bytesReceived += packet.length;
    }
    if (tcp != null && packet.tcpFlags != 0) {
      tcp.add(packet, fromSource, timeNanos);
    }
    return fromSource;
  }

  long packets() {
    return packetsSent + packetsReceived;
  }

  /** Whether the connection was closed or refused. */
  boolean ended() {
    return tcp != null && tcp.state().ended();
  }
}
