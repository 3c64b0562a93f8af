package collector.traffic;

/** What a conversation is likely to speak, by its ports (the registry of IANA). */
enum Service {
  OTHER("other"),
  SSH("ssh", 22),
  TELNET("telnet", 23),
  SMTP("smtp", 25, 465, 587),
  DNS("dns", 53),
  DHCP("dhcp", 67, 68, 546, 547),
  HTTP("http", 80, 8080),
  KERBEROS("kerberos", 88),
  POP3("pop3", 110, 995),
  NTP("ntp", 123),
  NETBIOS("netbios", 137, 138, 139),
  IMAP("imap", 143, 993),
  SNMP("snmp", 161, 162),
  BGP("bgp", 179),
  LDAP("ldap", 389, 636),
  HTTPS("https", 443, 8443),
  SMB("smb", 445),
  IKE("ike", 500, 4500),
  SYSLOG("syslog", 514, 6514),
  RTSP("rtsp", 554),
  DNS_OVER_TLS("dns-over-tls", 853),
  OPENVPN("openvpn", 1194),
  MQTT("mqtt", 1883, 8883),
  NFS("nfs", 2049),
  ETCD("etcd", 2379, 2380),
  MYSQL("mysql", 3306),
  RDP("rdp", 3389),
  VXLAN("vxlan", 4789),
  SIP("sip", 5060, 5061),
  MDNS("mdns", 5353),
  POSTGRESQL("postgresql", 5432),
  AMQP("amqp", 5671, 5672),
  REDIS("redis", 6379),
  CASSANDRA("cassandra", 9042),
  KAFKA("kafka", 9092),
  ELASTICSEARCH("elasticsearch", 9200),
  MEMCACHED("memcached", 11211),
  MONGODB("mongodb", 27017),
  WIREGUARD("wireguard", 51820);

  private static final Service[] BY_PORT = byPort();

  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // nobody else sees it
  private final int[] ports;

  Service(String text, int... ports) {
    this.text = text;
    this.ports = ports;
  }

  private static Service[] byPort() {
    Service[] services = new Service[65_536];
    java.util.Arrays.fill(services, OTHER);
    for (Service service : values()) {
      for (int port : service.ports) {
        services[port] = service;
      }
    }
    return services;
  }

  /** As a metric tells it. */
  String text() {
    return text;
  }

  /** By the port of the side that was spoken to, else by the other. */
  static Service of(Conversation conversation) {
    Service service = BY_PORT[conversation.destinationPort];
    return service == OTHER ? BY_PORT[conversation.sourcePort] : service;
  }
}
