package probe.reachability;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** IP packets of version 4 with ICMP in them. */
final class Icmp {
  private static final int IP = 20;

  private Icmp() {}

  /** With its length and checksums right. */
  static byte[] sealed(byte[] packet) {
    ByteBuffer bytes = ByteBuffer.wrap(packet);
    bytes.putShort(2, (short) packet.length).putShort(10, (short) 0).putShort(22, (short) 0);
    bytes.putShort(10, sum(bytes, 0, 20)).putShort(22, sum(bytes, 20, packet.length));
    return packet;
  }

  private static short sum(ByteBuffer bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i + 1 < to; i += 2) {
      sum += bytes.getShort(i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >> 16);
    return (short) ~((sum & 0xffff) + (sum >> 16));
  }

  /** What a router says whose hops are used up, with no more of the packet than RFC 792 demands. */
  static byte[] exceeded(byte[] packet, String router) {
    ByteBuffer error = ByteBuffer.allocate(IP + 8 + IP + 8);
    error.put((byte) 0x45).put(8, (byte) 64).put(9, (byte) 1);
    error.put(12, InetAddress.ofLiteral(router).getAddress());
    error.put(16, packet, 12, 4).put(IP, (byte) 11).put(IP + 8, packet, 0, IP + 8);
    return sealed(error.array());
  }

  /** As the next router gets it. */
  static byte[] forwarded(byte[] packet) {
    ByteBuffer next = ByteBuffer.wrap(packet.clone());
    next.put(8, (byte) (packet[8] - 1)).putShort(10, (short) 0);
    return next.putShort(10, sum(next, 0, IP)).array();
  }
}
