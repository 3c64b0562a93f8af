package collector.traffic;

import org.jspecify.annotations.Nullable;

/** How a packet begins, as the registry of libpcap numbers it (tcpdump.org/linktypes.html). */
enum LinkType {
  /** BSD loopback: a protocol family in the byte order of the host that captured. */
  NULL,
  /** Ethernet. */
  ETHERNET,
  /** No link layer: the version of IP is in the first four bits. */
  RAW,
  /** Linux "cooked" capture. */
  LINUX_SLL,
  /** Linux "cooked" capture, version 2. */
  LINUX_SLL2;

  /** The type of this number; null for one that is not decoded. */
  static @Nullable LinkType of(int number) {
    return switch (number) {
      case 0, 108 -> NULL;
      case 1 -> ETHERNET;
      case 12, 14, 101, 228, 229 -> RAW;
      case 113 -> LINUX_SLL;
      case 276 -> LINUX_SLL2;
      default -> null;
    };
  }
}
