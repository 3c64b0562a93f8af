package probe.reachability;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The two versions of ICMP: RFC 792 and RFC 4443, with the numbers of Linux. */
enum IcmpFamily {
  V4(2, 1, 8, 0, 3, 11),
  V6(10, 58, 128, 129, 1, 3);

  private static final int SOL_RAW = 255;
  private static final int FILTER = 1;

  private final int domain;
  private final int protocol;
  private final int request;
  private final int reply;
  private final int unreachable;
  private final int exceeded;

  IcmpFamily(int domain, int protocol, int request, int reply, int unreachable, int exceeded) {
    this.domain = domain;
    this.protocol = protocol;
    this.request = request;
    this.reply = reply;
    this.unreachable = unreachable;
    this.exceeded = exceeded;
  }

  /** The version for an address. */
  static IcmpFamily of(InetAddress address) {
    return address instanceof Inet4Address ? V4 : V6;
  }

  /** Number of the address family for a socket. */
  int domain() {
    return domain;
  }

  /** Number of the protocol for a socket. */
  int protocol() {
    return protocol;
  }

  /** Type of an echo request. */
  int request() {
    return request;
  }

  /** Type of an echo reply. */
  int reply() {
    return reply;
  }

  /** Whether a type says that a packet went over more hops than it may. */
  boolean exceeded(int type) {
    return type == exceeded;
  }

  /** Whether a type and code say that the host is there, but nobody has the port. */
  boolean portUnreachable(int type, int code) {
    return type == unreachable && code == (this == V4 ? 3 : 4);
  }

  /** What such a message means. */
  String reason(int type, int code) {
    if (type == exceeded) {
      return "time to live exceeded";
    }
    if (type != unreachable) {
      return "ICMP error (type %d, code %d)".formatted(type, code);
    }
    return switch (this) {
      case V4 ->
          switch (code) {
            case 0, 6, 11 -> "network unreachable";
            case 1, 7, 12 -> "host unreachable";
            case 2 -> "protocol unreachable";
            case 3 -> "port unreachable";
            case 4 -> "packet too big";
            case 9, 10, 13 -> "administratively prohibited";
            default -> "destination unreachable (code %d)".formatted(code);
          };
      case V6 ->
          switch (code) {
            case 0 -> "network unreachable";
            case 1 -> "administratively prohibited";
            case 3 -> "host unreachable";
            case 4 -> "port unreachable";
            default -> "destination unreachable (code %d)".formatted(code);
          };
    };
  }

  /** The level of the option that filters types on a raw socket. */
  int filterLevel() {
    return this == V4 ? SOL_RAW : protocol;
  }

  /** The name of that option. */
  int filterName() {
    return FILTER;
  }

  /** Its value: lets only echo replies pass; errors come by the queue. */
  byte[] filter() {
    byte[] blocked = new byte[this == V4 ? 4 : 32];
    Arrays.fill(blocked, (byte) 0xff);
    ByteBuffer words = ByteBuffer.wrap(blocked).order(ByteOrder.nativeOrder());
    int word = 4 * (reply / 32);
    return words.putInt(word, words.getInt(word) & ~(1 << (reply % 32))).array();
  }

  /** The level of the options of a socket: {@code IPPROTO_IP} or {@code IPPROTO_IPV6}. */
  int level() {
    return this == V4 ? 0 : 41;
  }

  /** The option that limits the hops of a packet: {@code IP_TTL} or {@code IPV6_UNICAST_HOPS}. */
  int hopLimit() {
    return this == V4 ? 2 : 16;
  }

  /**
   * The option that queues ICMP errors, also without privilege: {@code IP_RECVERR} or {@code
   * IPV6_RECVERR}.
   */
  int errorQueue() {
    return this == V4 ? 11 : 25;
  }

  /** The address that stands for all of this host. */
  InetAddress any() {
    return InetAddress.ofLiteral(this == V4 ? "0.0.0.0" : "::");
  }

  /** A socket address, {@code sockaddr_in} or {@code sockaddr_in6}, without a port. */
  byte[] socketAddress(InetAddress address) {
    return socketAddress(address, 0);
  }

  /** A socket address, {@code sockaddr_in} or {@code sockaddr_in6}. */
  byte[] socketAddress(InetAddress address, int port) {
    ByteBuffer bytes = ByteBuffer.allocate(this == V4 ? 16 : 28).order(ByteOrder.nativeOrder());
    bytes.putShort(0, (short) domain);
    bytes.put(2, (byte) (port >> 8)).put(3, (byte) port);
    bytes.put(this == V4 ? 4 : 8, address.getAddress());
    if (address instanceof Inet6Address v6) {
      bytes.putInt(24, v6.getScopeId());
    }
    return bytes.array();
  }
}
