package collector.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import monitor.api.event.Series;

/**
 * Sockets of the network and what TCP had to send again, from {@code net/sockstat}, {@code
 * net/sockstat6} and {@code net/snmp} (proc(5); the names of RFC 4022).
 */
final class SocketMeter implements Meter {
  private static final byte[] TCP = "TCP:".getBytes(US_ASCII);
  private static final byte[] UDP = "UDP:".getBytes(US_ASCII);
  private static final byte[] TCP6 = "TCP6:".getBytes(US_ASCII);
  private static final byte[] UDP6 = "UDP6:".getBytes(US_ASCII);
  private static final byte[] SNMP_TCP = "Tcp:".getBytes(US_ASCII);

  private static final Series COUNT = Series.gauge("system.linux.socket.count", "{socket}");
  private static final Series TCP_ORPHAN = tcp("orphan");
  private static final Series TCP_TIME_WAIT = tcp("time_wait");
  private static final Series TCP_IPV4 = inUse("tcp", "ipv4");
  private static final Series TCP_IPV6 = inUse("tcp", "ipv6");
  private static final Series UDP_IPV4 = inUse("udp", "ipv4");
  private static final Series UDP_IPV6 = inUse("udp", "ipv6");
  private static final Series ESTABLISHED =
      Series.gauge("system.network.connection.count", "{connection}")
          .with("network.transport", "tcp")
          .with("network.connection.state", "established");
  private static final Series SEGMENTS = Series.counter("system.linux.tcp.segments", "{segment}");
  private static final Series SENT = SEGMENTS.with("network.io.direction", "transmit");
  private static final Series RECEIVED = SEGMENTS.with("network.io.direction", "receive");
  private static final Series RETRANSMITTED =
      Series.counter("system.linux.tcp.retransmissions", "{segment}");

  private final Scan scan;
  private final String sockets4;
  private final String sockets6;
  private final String counters;

  SocketMeter(Scan scan, HostFiles host) {
    this.scan = scan;
    this.sockets4 = host.view("net/sockstat");
    this.sockets6 = host.view("net/sockstat6");
    this.counters = host.view("net/snmp");
  }

  private static Series tcp(String state) {
    return COUNT.with("network.transport", "tcp").with("linux.socket.state", state);
  }

  private static Series inUse(String transport, String type) {
    return COUNT
        .with("network.transport", transport)
        .with("network.type", type)
        .with("linux.socket.state", "in_use");
  }

  @Override
  public void measure(Round round) throws IOException {
    measureVersion4(round);
    measureVersion6(round);
    measureTcp(round);
  }

  private void measureVersion4(Round round) throws IOException {
    for (scan.open(sockets4); scan.hasMore(); scan.nextLine()) {
      if (scan.accept(TCP)) {
        round.add(TCP_IPV4, next());
        round.add(TCP_ORPHAN, next());
        round.add(TCP_TIME_WAIT, next());
      } else if (scan.accept(UDP)) {
        round.add(UDP_IPV4, next());
      }
    }
  }

  private void measureVersion6(Round round) throws IOException {
    if (!scan.tryOpen(sockets6)) {
      return; // a host without IPv6
    }
    for (; scan.hasMore(); scan.nextLine()) {
      if (scan.accept(TCP6)) {
        round.add(TCP_IPV6, next());
      } else if (scan.accept(UDP6)) {
        round.add(UDP_IPV6, next());
      }
    }
  }

  /** The number behind a name. */
  private long next() {
    scan.skipWords(1);
    return scan.number();
  }

  /** A line of names, then a line of numbers; both begin alike. */
  private void measureTcp(Round round) throws IOException {
    int lines = 0;
    for (scan.open(counters); scan.hasMore(); scan.nextLine()) {
      if (scan.accept(SNMP_TCP) && ++lines == 2) {
        scan.skipWords(8);
        round.add(ESTABLISHED, scan.number());
        round.add(RECEIVED, scan.number());
        round.add(SENT, scan.number());
        round.add(RETRANSMITTED, scan.number());
      }
    }
  }
}
