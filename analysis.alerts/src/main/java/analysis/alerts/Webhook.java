package analysis.alerts;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;

/**
 * Where notifications are posted to.
 *
 * @param name of the webhook
 * @param url address
 * @param authorization value of the header; empty for none
 * @param timeout how long an answer may take
 * @param retryFirst shortest pause
 * @param retryMost longest pause
 */
record Webhook(
    String name,
    URI url,
    String authorization,
    Duration timeout,
    Duration retryFirst,
    Duration retryMost) {
  private static final int HIGHEST_PORT = 65_535;

  /** Reads a table; what is wrong with it is then told by the table. */
  static Webhook of(Fields table) {
    String authorization = table.text(".authorization", "");
    if (authorization.chars().anyMatch(c -> c < ' ' || c > '~')) {
      table.problem(".authorization: has a character that no header may have");
    }
    return new Webhook(
        table.name(),
        url(table),
        authorization,
        table.duration("timeout", Duration.ofSeconds(5)),
        table.duration("retry.first", Duration.ofSeconds(1)),
        table.duration("retry.most", Duration.ofSeconds(60)));
  }

  private static URI url(Fields table) {
    try {
      URI url = new URI(table.text("url", "").strip());
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https")) && url.getHost() != null) {
        if (url.getRawUserInfo() != null) {
          table.problem("url: holds a login, write it into .authorization");
        }
        if (url.getPort() == 0 || url.getPort() > HIGHEST_PORT) {
          table.problem("url: its port is not between 1 and " + HIGHEST_PORT);
        }
        return url;
      }
    } catch (URISyntaxException e) {
      // Said below; the text is not repeated, as it may hold a secret.
    }
    table.problem("url: is no http:// or https:// address with a host");
    return URI.create("http://invalid");
  }

  /** The address without what may be secret: its path and query often are. */
  String shown() {
    int port = url.getPort();
    return "%s://%s%s/…".formatted(url.getScheme(), url.getHost(), port < 0 ? "" : ":" + port);
  }

  @Override
  public String toString() {
    return name + " " + shown();
  }
}
