package probe.reachability;

import java.io.IOException;

/**
 * Five namespaces in a row: {@code a - r1 - r2 - r3 - d}. The networks between them are 10.9.1 to
 * 10.9.4 and fd09:1 to fd09:4, the near end 1 and the far end 2. What r3 and d send to a goes over
 * a link of its own, 10.9.9, so that the way back is another one. A second link between r1 and r2
 * is 10.9.12. Beyond d nobody has 10.9.77, and 10.9.66 is silence.
 */
final class Chain implements AutoCloseable {
  static final String TARGET = "10.9.4.2";
  static final String TARGET_6 = "fd09:4::2";
  private static final String[] NAMES = {"a", "r1", "r2", "r3", "d"};

  final Namespaces namespaces = new Namespaces(NAMES);

  Chain() throws IOException, InterruptedException {
    for (String name : NAMES) {
      namespaces.shell(
          name,
          """
          cd /proc/sys/net
          echo 1 > ipv4/ip_forward; echo 1 > ipv6/conf/all/forwarding
          echo 0 > ipv4/conf/all/rp_filter; echo 0 > ipv4/conf/default/rp_filter
          echo 0 > ipv4/icmp_ratelimit; echo 0 > ipv6/icmp/ratelimit
          echo 1 > ipv4/icmp_errors_use_inbound_ifaddr
          echo 3 > ipv4/fib_multipath_hash_policy; echo 0x37 > ipv4/fib_multipath_hash_fields
          """);
    }
    for (int i = 1; i < NAMES.length; i++) {
      link(NAMES[i - 1], NAMES[i], Integer.toString(i));
    }
    link("r1", "r2", "12");
    link("a", "r3", "9");
    routes();
  }

  private void link(String near, String far, String number)
      throws IOException, InterruptedException {
    namespaces.shell(
        near,
        """
        ip link add n%1$s type veth peer name f%1$s netns @%2$s
        ip addr add 10.9.%1$s.1/24 dev n%1$s
        ip addr add fd09:%1$s::1/64 dev n%1$s nodad
        ip link set n%1$s up
        """
            .formatted(number, far));
    namespaces.shell(
        far,
        """
        ip addr add 10.9.%1$s.2/24 dev f%1$s
        ip addr add fd09:%1$s::2/64 dev f%1$s nodad
        ip link set f%1$s up
        """
            .formatted(number));
  }

  private void routes() throws IOException, InterruptedException {
    namespaces.shell(
        "a", "ip route add default via 10.9.1.2; ip -6 route add default via fd09:1::2");
    namespaces.shell(
        "r1", "ip route add default via 10.9.2.2; ip -6 route add default via fd09:2::2");
    namespaces.shell(
        "r2",
        """
        ip route add 10.9.1.0/24 via 10.9.2.1; ip route add default via 10.9.3.2
        ip -6 route add fd09:1::/64 via fd09:2::1; ip -6 route add default via fd09:3::2
        """);
    namespaces.shell(
        "r3",
        """
        ip route add 10.9.1.0/24 via 10.9.9.1; ip route add default via 10.9.4.2
        ip -6 route add fd09:1::/64 via fd09:9::1; ip -6 route add default via fd09:4::2
        """);
    namespaces.shell(
        "d",
        """
        ip route add default via 10.9.4.1; ip -6 route add default via fd09:4::1
        ip route add unreachable 10.9.77.0/24; ip route add blackhole 10.9.66.0/24
        """);
  }

  /** Lets r1 spread connections over both of its links to r2. */
  void twoPaths() throws IOException, InterruptedException {
    namespaces.shell("r1", "ip route replace default nexthop via 10.9.2.2 nexthop via 10.9.12.2");
  }

  /** Lets r1 use only the other of its links to r2. */
  void otherPath() throws IOException, InterruptedException {
    namespaces.shell("r1", "ip route replace default via 10.9.12.2");
  }

  /** As it was. */
  void onePath() throws IOException, InterruptedException {
    namespaces.shell("r1", "ip route replace default via 10.9.2.2");
  }

  /** Lets r2 answer nobody, or again. */
  void silent(boolean silent) throws IOException, InterruptedException {
    namespaces.shell(
        "r2",
        "ip route replace " + (silent ? "blackhole 10.9.1.0/24" : "10.9.1.0/24 via 10.9.2.1"));
  }

  /** Says whether everybody may open ICMP sockets without privilege. */
  void datagramSockets(boolean allowed) throws IOException, InterruptedException {
    namespaces.shell(
        "a",
        "echo '%s' > /proc/sys/net/ipv4/ping_group_range"
            .formatted(allowed ? "0 2147483647" : "1 0"));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    namespaces.close();
  }
}
