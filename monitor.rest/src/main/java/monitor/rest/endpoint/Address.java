package monitor.rest.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.osgi.framework.BundleContext;

/**
 * Where the server listens.
 *
 * @param host name or address of a loopback interface
 * @param port 0 for any free one
 */
public record Address(String host, int port) {
  private static final int MAX_PORT = 65_535;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if they cannot be listened on
   */
  public Address {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port: %d is not 0 to 65535".formatted(port));
    }
    if (!loopback(host)) {
      throw new IllegalArgumentException(
          "host: '%s' is not a loopback address, and plain HTTP is served on loopback only"
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

  /**
   * The configured address, with the port of {@code --port} if the launcher was given one.
   *
   * @throws IllegalArgumentException if it cannot be listened on
   */
  public static Address of(BundleContext context, String host, int port) {
    String wanted = context.getProperty("monitor.port");
    try {
      return new Address(host.strip(), wanted == null ? port : Integer.parseInt(wanted.strip()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("port: '%s' is not a number".formatted(wanted), e);
    }
  }

  /** The address as it stands in a URL, with the port that is listened on. */
  String url(int boundPort) {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return "http://" + shown + ":" + boundPort;
  }
}
