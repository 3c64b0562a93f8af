package probe.reachability;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An echo request as it is written and found again: RFC 792 and RFC 4443 have the same form. The
 * payload begins with a random number of the process, so that a foreign or forged answer with the
 * same identifier and sequence is not taken for ours. The complement of the sequence follows, so
 * that the checksum of all requests is the same and routers send them all over one path.
 *
 * @param sequence 0 to 65535
 * @param nonce the random number
 */
record EchoPacket(int sequence, long nonce) {
  /** Bytes of the header. */
  static final int HEADER = 8;

  /** Bytes of header and nonce. */
  static final int SMALLEST = 16;

  private static final int BALANCED = 10;

  /**
   * The bytes of a request.
   *
   * @param identifier replaced by the kernel on datagram sockets
   * @param size bytes of the payload, at least 8
   */
  byte[] request(IcmpFamily family, int identifier, int size) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + size);
    bytes.put((byte) family.request()).put((byte) 0).putShort((short) 0);
    bytes.putShort((short) identifier).putShort((short) sequence).putLong(nonce);
    if (size >= BALANCED) {
      bytes.putShort((short) ~sequence);
    }
    while (bytes.hasRemaining()) {
      bytes.put((byte) (bytes.position() - 8));
    }
    if (family == IcmpFamily.V4) {
      bytes.putShort(2, checksum(bytes));
    }
    return bytes.array();
  }

  /** The checksum of RFC 1071; for version 6 the kernel computes it. */
  private static short checksum(ByteBuffer bytes) {
    long sum = 0;
    for (int i = 0; i < bytes.limit(); i++) {
      sum += (long) (bytes.get(i) & 0xff) << (i % 2 == 0 ? 8 : 0);
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (short) ~sum;
  }

  /**
   * Whether the checksum of a whole ICMP message of version 4 is right: the kernel gives it to raw
   * sockets before it looks.
   */
  static boolean intact(ByteBuffer bytes) {
    return checksum(bytes.slice()) == 0;
  }

  /** What lies behind an echo header at the buffer's position; null if it is too short. */
  static @Nullable EchoPacket read(ByteBuffer bytes) {
    if (bytes.remaining() < SMALLEST) {
      return null;
    }
    int at = bytes.position();
    return new EchoPacket(bytes.getShort(at + 6) & 0xffff, bytes.getLong(at + 8));
  }

  /** The type in a header of at least eight bytes. */
  static int type(ByteBuffer bytes) {
    return bytes.get(bytes.position()) & 0xff;
  }

  /** The identifier in a header of at least eight bytes. */
  static int identifier(ByteBuffer bytes) {
    return bytes.getShort(bytes.position() + 4) & 0xffff;
  }

  /** The sequence in a header of at least eight bytes. */
  static int sequence(ByteBuffer bytes) {
    return bytes.getShort(bytes.position() + 6) & 0xffff;
  }
}
