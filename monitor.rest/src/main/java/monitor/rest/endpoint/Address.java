package monitor.rest.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.osgi.framework.BundleContext;

/**
 * Where the server listens.
 *
 * @param host name or address of an interface
 * @param port 0 for any free one
 * @param secure whether TLS is spoken there too
 */
public record Address(String host, int port, boolean secure) {
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
    if (!secure && !loopback(host)) {
      throw new IllegalArgumentException(
          "host: '%s' is not a loopback address, and plain HTTP is served on loopback only; tls.certificate and tls.key are needed"
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
  public static Address of(BundleContext context, String host, int port, boolean secure) {
    String wanted = context.getProperty("monitor.port");
    try {
      int chosen = wanted == null ? port : Integer.parseInt(wanted.strip());
      return new Address(host.strip(), chosen, secure);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("port: '%s' is not a number".formatted(wanted), e);
    }
  }

  /** Where a program on this host finds the server: by loopback without TLS, if it can. */
  String url(int boundPort) {
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
    String near = everywhere ? "127.0.0.1" : host;
    String shown = near.indexOf(':') >= 0 ? "[" + near + "]" : near;
    return "%s://%s:%d".formatted(loopback(near) ? "http" : "https", shown, boundPort);
  }
}
