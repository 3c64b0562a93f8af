package monitor.rest.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/**
 * Where the server listens.
 *
 * @param host name or address of a loopback interface
 * @param port 0 for any free one
 */
record Address(String host, int port) {
  private static final int DEFAULT_PORT = 7717;
  private static final int MAX_PORT = 65_535;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if they cannot be listened on
   */
  Address {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("monitor.port: %d is not 0 to 65535".formatted(port));
    }
    if (!loopback(host)) {
      throw new IllegalArgumentException(
          "monitor.host: '%s' is not a loopback address, and plain HTTP is served on loopback only"
              .formatted(host));
    }
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** As the launcher says in the framework's properties. */
  static Address of(BundleContext context) {
    String host = Optional.ofNullable(context.getProperty("monitor.host")).orElse("");
    String port = Optional.ofNullable(context.getProperty("monitor.port")).orElse("");
    try {
      return new Address(
          host.isBlank() ? "127.0.0.1" : host.strip(),
          port.isBlank() ? DEFAULT_PORT : Integer.parseInt(port.strip()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("monitor.port: '%s' is not a number".formatted(port), e);
    }
  }

  /** The address as it stands in a URL, with the port that is listened on. */
  String url(int boundPort) {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return "http://" + shown + ":" + boundPort;
  }
}
