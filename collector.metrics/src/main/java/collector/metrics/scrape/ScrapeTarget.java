package collector.metrics.scrape;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is scraped.
 *
 * @param uri where its text is
 * @param labels of its own
 */
record ScrapeTarget(URI uri, Map<String, String> labels) {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  ScrapeTarget {
    labels = Map.copyOf(labels);
  }

  /**
   * Checks a URL.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static URI uri(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'%s' is no URL: %s".formatted(text, e.getReason()), e);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme) || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "'%s' is no URL of the form http://host:port/path".formatted(text));
    }
    return uri;
  }

  /** Host and port, also where the URL does not say the port. */
  String instance() {
    return uri.getHost() + ":" + port(uri);
  }

  static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
  }

  static boolean isSecure(URI uri) {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  /** The host without the brackets of an IPv6 address. */
  static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
