package collector.traffic;

/** The parts of the mix of protocols: what is carried by IP, and what is not IP. */
enum Transport {
  TCP("tcp"),
  UDP("udp"),
  ICMP("icmp"),
  ICMPV6("icmpv6"),
  SCTP("sctp"),
  IGMP("igmp"),
  GRE("gre"),
  ESP("esp"),
  OSPF("ospf"),
  VRRP("vrrp"),
  OTHER_IP("ip-other"),
  ARP("arp"),
  LLDP("lldp"),
  NO_IP("non-ip");

  private static final int ARP_TYPE = 0x0806;
  private static final int LLDP_TYPE = 0x88cc;

  private final String text;

  Transport(String text) {
    this.text = text;
  }

  /** As an event or a metric tells it. */
  String text() {
    return text;
  }

  static Transport of(Packet packet) {
    if (packet.version != 0) {
      return of(packet.protocol);
    }
    return switch (packet.etherType) {
      case ARP_TYPE -> ARP;
      case LLDP_TYPE -> LLDP;
      default -> NO_IP;
    };
  }

  /** The protocol of this number in the registry of IANA. */
  static Transport of(int protocol) {
    return switch (protocol) {
      case Packet.TCP -> TCP;
      case Packet.UDP -> UDP;
      case Packet.ICMP -> ICMP;
      case Packet.ICMPV6 -> ICMPV6;
      case Packet.SCTP -> SCTP;
      case 2 -> IGMP;
      case 47 -> GRE;
      case 50 -> ESP;
      case 89 -> OSPF;
      case 112 -> VRRP;
      default -> OTHER_IP;
    };
  }

  /** The name of any protocol, such as {@code tcp}, or {@code ip-99}. */
  static String name(int protocol) {
    Transport transport = of(protocol);
    return transport == OTHER_IP ? "ip-" + protocol : transport.text;
  }
}
