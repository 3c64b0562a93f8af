package collector.traffic;

import org.jspecify.annotations.Nullable;

/** Kinds of interfaces, by what their packets begin with ({@code if_arp.h}). */
enum Hardware {
  /** Ethernet, and what looks like it: veth, bridges, VLANs, wireless. */
  ETHERNET,
  /** The loopback interface. */
  LOOPBACK,
  /** Tunnels without a link layer: tun, WireGuard, PPP, IP in IP. */
  NONE;

  /** The kind of this number; null for one whose packets are not read here. */
  static @Nullable Hardware of(int type) {
    return switch (type) {
      case 1 -> ETHERNET;
      case 772 -> LOOPBACK;
      case 512, 519, 768, 769, 776, 778, 823, 0xfffe -> NONE;
      default -> null;
    };
  }

  /** How packets begin. */
  LinkType link() {
    return this == NONE ? LinkType.RAW : LinkType.ETHERNET;
  }

  /** Whether the kernel takes off what is before IP, whatever it is. */
  boolean cooked() {
    return this == NONE;
  }

  /** The number that libpcap gives it. */
  int filterType() {
    return this == NONE ? PacketFilter.RAW : PacketFilter.ETHERNET;
  }
}
