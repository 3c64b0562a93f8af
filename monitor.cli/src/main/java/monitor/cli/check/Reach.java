package monitor.cli.check;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * An address that something listens at.
 *
 * @param host name or address
 * @param port its TCP port
 */
record Reach(String host, int port) {
  private static final int TIMEOUT_SECONDS = 5;
  private static final int LAST_PORT = 65_535;
  private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);

  /** The place in a URL; empty if the text is none, or names no port. */
  static Optional<Reach> of(String text) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme());
      int port = uri.getPort() < 0 ? PORTS.getOrDefault(scheme, -1) : uri.getPort();
      return uri.getHost() == null || port < 0
          ? Optional.empty()
          : Optional.of(new Reach(uri.getHost().replaceAll("^\\[|]$", ""), port));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Why no connection can be made; empty if one was. */
  Optional<String> problem() {
    if (port > LAST_PORT) {
      return Optional.of("%d is no port: they end at %d".formatted(port, LAST_PORT));
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      return Optional.of("no address is known for the name '%s'".formatted(host));
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, TIMEOUT_SECONDS * 1000);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("%s port %d cannot be reached: %s".formatted(host, port, reason(e)));
    }
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case SocketTimeoutException e -> "no answer within %d s".formatted(TIMEOUT_SECONDS);
      case ConnectException e when String.valueOf(e.getMessage()).contains("refused") ->
          "nothing listens there";
      default -> String.valueOf(cause.getMessage());
    };
  }
}
