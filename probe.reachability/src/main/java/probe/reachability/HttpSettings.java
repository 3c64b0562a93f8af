package probe.reachability;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import monitor.api.probe.Target;

/**
 * What is asked, and how.
 *
 * @param uri of the target
 * @param request to it
 * @param redirects how many are followed at most
 * @param family of the addresses
 * @param authorities file with the certificates that are trusted; empty for those of the platform
 * @param timeout for all of it
 */
record HttpSettings(
    URI uri,
    HttpRequest request,
    int redirects,
    Resolver.Family family,
    String authorities,
    Duration timeout) {
  private static final String REDIRECTS = "redirects";
  private static final String AUTHORITIES = "authorities";

  /**
   * Of a target.
   *
   * @throws IllegalArgumentException if something is wrong with it
   */
  static HttpSettings of(Target target) {
    Map<String, String> parameters = target.parameters();
    return new HttpSettings(
        uri(target.address()),
        HttpRequest.of(parameters),
        Parameters.number(parameters, REDIRECTS, 10, 0, 100),
        Parameters.family(parameters),
        parameters.getOrDefault(AUTHORITIES, ""),
        target.timeout());
  }

  /** All that is wrong with a target, one sentence each. */
  static List<String> check(Target target) {
    Map<String, String> named = new java.util.HashMap<>(target.parameters());
    named.keySet().removeIf(name -> name.startsWith(HttpRequest.HEADER));
    List<String> problems =
        new ArrayList<>(
            Parameters.unknown(
                named,
                HttpRequest.METHOD,
                HttpRequest.BODY,
                HttpExpectation.STATUS,
                HttpExpectation.BODY,
                REDIRECTS,
                AUTHORITIES,
                Parameters.FAMILY));
    Parameters.check(problems, () -> uri(target.address()));
    Parameters.check(problems, () -> HttpRequest.of(target.parameters()));
    Parameters.check(problems, () -> HttpExpectation.of(target.parameters()));
    Parameters.check(problems, () -> Parameters.family(target.parameters()));
    Parameters.check(problems, () -> Parameters.number(target.parameters(), REDIRECTS, 10, 0, 100));
    return problems;
  }

  /**
   * An http or https URL.
   *
   * @throws IllegalArgumentException if it is none
   */
  static URI uri(String address) {
    URI uri = URI.create(address);
    String scheme = String.valueOf(uri.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
      throw new IllegalArgumentException("'%s' is not an http or https URL".formatted(address));
    }
    return uri;
  }

  /** The host of a URL, an address without its brackets. */
  static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The port of a URL. */
  static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
  }
}
