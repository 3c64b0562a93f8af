package probe.reachability;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import monitor.api.probe.Target;

/**
 * A host and a port.
 *
 * @param host name or address, without brackets
 * @param port 1 to 65535
 */
record HostPort(String host, int port) {
  /**
   * From {@code host:port}, {@code [address]:port}, {@code agent:name:port}, or an address or agent
   * alone with the parameter {@code port}.
   *
   * @throws IllegalArgumentException if there is no port, or it is none
   */
  static HostPort of(Target target) {
    String address = target.address();
    int colon = address.lastIndexOf(':');
    boolean bracket = address.startsWith("[");
    int begin = address.startsWith(AgentAddresses.PREFIX) ? AgentAddresses.PREFIX.length() : 0;
    boolean inside = bracket ? colon > address.indexOf(']') : colon == address.indexOf(':', begin);
    if (colon > begin && inside) {
      return new HostPort(plain(address.substring(0, colon)), port(address, colon));
    }
    int port = Parameters.number(target.parameters(), Parameters.PORT, 0, 1, 65_535);
    if (port == 0) {
      throw new IllegalArgumentException(
          "'%s' has no port: write host:port or give the parameter port".formatted(address));
    }
    return new HostPort(plain(address), port);
  }

  /**
   * The address that packets go to, within the time-out of the target.
   *
   * @throws UnknownHostException if the host has no address of the wanted family
   */
  InetSocketAddress resolve(Resolver resolver, Target target)
      throws UnknownHostException, InterruptedException {
    return new InetSocketAddress(
        resolver.resolve(host, Parameters.family(target.parameters()), target.timeout()), port);
  }

  private static int port(String address, int colon) {
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "'%s': '%s' is not a port".formatted(address, address.substring(colon + 1)));
  }

  private static String plain(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
