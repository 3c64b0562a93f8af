package monitor.cli.client;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Path;

/**
 * Opens connections to a platform: over TCP, or over the Unix domain socket of one without an HTTP
 * server. Uses the small client of the JDK, which starts faster than the large one.
 */
public final class Connections {
  private Connections() {}

  /**
   * A connection that is not open yet.
   *
   * @param server {@code http://}, {@code https://} or {@code unix:} and a path
   * @param target path and query
   * @throws MalformedURLException if it is none of them
   * @throws IllegalArgumentException so too
   */
  public static HttpURLConnection open(URI server, String target) throws IOException {
    if ("unix".equalsIgnoreCase(server.getScheme())) {
      return new SocketConnection(Path.of(server.getPath()), target);
    }
    if (URI.create(server + target).toURL().openConnection() instanceof HttpURLConnection http) {
      return http;
    }
    throw new MalformedURLException(server + " is no address of a server");
  }
}
