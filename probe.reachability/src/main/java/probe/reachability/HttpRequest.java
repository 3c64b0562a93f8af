package probe.reachability;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is asked of a server.
 *
 * @param method upper case
 * @param headers beside those that every request has
 * @param body sent with it; empty for none
 */
record HttpRequest(String method, Map<String, String> headers, String body) {
  static final String METHOD = "method";
  static final String BODY = "body";
  static final String HEADER = "header.";

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /**
   * From the parameters of a target.
   *
   * @throws IllegalArgumentException if one of them is wrong
   */
  static HttpRequest of(Map<String, String> parameters) {
    String method = parameters.getOrDefault(METHOD, "GET");
    if (!TOKEN.matcher(method).matches()) {
      throw new IllegalArgumentException("parameter method: '%s' is not one".formatted(method));
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    parameters.forEach((name, value) -> {
      if (name.startsWith(HEADER)) {
        headers.put(header(name), value(name, value));
      }
    });
    return new HttpRequest(method, headers, parameters.getOrDefault(BODY, ""));
  }

  private static String header(String parameter) {
    String name = parameter.substring(HEADER.length());
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "parameter %s: '%s' is not the name of a header".formatted(parameter, name));
    }
    return name;
  }

  private static String value(String parameter, String value) {
    if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "parameter %s: only visible characters of ASCII may be sent".formatted(parameter));
    }
    return value;
  }

  /** As it goes over the connection: RFC 9112. */
  byte[] bytes(URI uri) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("Host", uri.getRawAuthority().replaceFirst("^[^@]*@", ""));
    all.put("User-Agent", "monitor-probe");
    all.put("Accept", "*/*");
    all.put("Accept-Encoding", "identity");
    if (content.length > 0) {
      all.put("Content-Length", Integer.toString(content.length));
    }
    all.putAll(headers);
    all.put("Connection", "close");
    StringBuilder text = new StringBuilder();
    text.append(method).append(' ').append(pathOf(uri)).append(" HTTP/1.1\r\n");
    all.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    byte[] head = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = java.util.Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, bytes, head.length, content.length);
    return bytes;
  }

  private static String pathOf(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    // What is not ASCII in a URI of Java is sent as it has to be.
    return URI.create(path + query).toASCIIString();
  }

  /** The request that follows a redirection with this status (RFC 9110, 15.4). */
  HttpRequest redirected(int status, boolean otherHost) {
    Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    kept.putAll(headers);
    if (otherHost) {
      kept.remove("Authorization");
      kept.remove("Cookie");
      kept.remove("Host");
    }
    boolean keep = status == 307 || status == 308 || method.equals("GET") || method.equals("HEAD");
    return keep ? new HttpRequest(method, kept, body) : new HttpRequest("GET", kept, "");
  }
}
