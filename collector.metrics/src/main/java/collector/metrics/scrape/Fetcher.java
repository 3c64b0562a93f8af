package collector.metrics.scrape;

import collector.metrics.exposition.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Asks targets for their texts. May be used by any thread. */
final class Fetcher {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final ScrapeSettings.Http settings;
  private final Names names;
  private final Tls tls;

  Fetcher(ScrapeSettings.Http settings, Names names) {
    this.settings = settings;
    this.names = names;
    this.tls = new Tls(settings.caFile(), settings.serverName());
  }

  /** Takes a text while it comes. */
  @FunctionalInterface
  interface Reader {
    /**
     * Reads the text.
     *
     * @param body inflated, bounded in bytes and time
     */
    void read(TextFormat format, InputStream body) throws IOException;
  }

  /**
   * Asks for a text and hands it over.
   *
   * @return bytes of the text, inflated
   * @throws IOException if there is none; its message is a sentence
   */
  long fetch(URI target, Reader reader) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    URI uri = target;
    for (int redirects = 0; redirects <= settings.redirects(); redirects++) {
      try (HttpExchange exchange = open(uri, deadline)) {
        HttpHead head = exchange.get(uri, headers(isSameOrigin(uri, target)));
        if (head.status() == 200) {
          return read(exchange, head, reader);
        }
        uri = redirected(uri, head);
      } catch (IOException e) {
        throw inWords(e, System.nanoTime() - deadline >= 0);
      }
    }
    throw new IOException("there are more than %d redirects".formatted(settings.redirects()));
  }

  /** By the first address that answers. */
  private HttpExchange open(URI uri, long deadline) throws IOException, InterruptedException {
    IOException failure = new IOException("the name has no address");
    for (InetAddress address : addresses(uri, deadline)) {
      try {
        return HttpExchange.open(uri, address, tls, deadline);
      } catch (ConnectException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private List<InetAddress> addresses(URI uri, long deadline)
      throws IOException, InterruptedException {
    Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    return names.addresses(ScrapeTarget.host(uri), left);
  }

  /** Secrets go to whom they are meant for, and not where a redirect points. */
  private static boolean isSameOrigin(URI a, URI b) {
    return a.getScheme().equalsIgnoreCase(b.getScheme())
        && a.getHost().equalsIgnoreCase(b.getHost())
        && ScrapeTarget.port(a) == ScrapeTarget.port(b);
  }

  private Map<String, String> headers(boolean trusted) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", TextFormat.ACCEPT);
    headers.put("Accept-Encoding", "gzip");
    headers.put("User-Agent", "monitor-scrape");
    headers.put("X-Prometheus-Scrape-Timeout-Seconds", seconds(settings.timeout()));
    String authorization = trusted ? settings.credentials().header() : null;
    if (authorization != null) {
      headers.put("Authorization", authorization);
    }
    return headers;
  }

  private static String seconds(Duration duration) {
    return "%d.%03d".formatted(duration.toSeconds(), duration.toMillisPart());
  }

  private static URI redirected(URI from, HttpHead head) throws IOException {
    String location = head.header("location");
    if (!REDIRECTS.contains(head.status()) || location.isEmpty()) {
      throw new IOException("the server answered %d".formatted(head.status()));
    }
    try {
      URI to = ScrapeTarget.uri(from.resolve(location).toString());
      if (ScrapeTarget.isSecure(from) && !ScrapeTarget.isSecure(to)) {
        throw new IOException("a redirect from https to http is not followed");
      }
      return to;
    } catch (IllegalArgumentException e) {
      throw new IOException("a redirect leads nowhere: " + e.getMessage(), e);
    }
  }

  private long read(HttpExchange exchange, HttpHead head, Reader reader) throws IOException {
    TextFormat format = format(head.header("content-type"));
    InputStream raw = new LimitedStream(exchange.body(head), settings.bodyBytes());
    String coding = head.header("content-encoding").toLowerCase(Locale.ROOT);
    InputStream plain =
        switch (coding) {
          case "", "identity" -> raw;
          case "gzip" -> new GunzipStream(raw);
          default ->
              throw new IOException("the content coding '%s' is not known".formatted(coding));
        };
    try (LimitedStream body = new LimitedStream(plain, settings.bodyBytes())) {
      reader.read(format, body);
      return body.count();
    }
  }

  private static TextFormat format(String contentType) throws IOException {
    try {
      return TextFormat.of(contentType);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private IOException inWords(IOException cause, boolean late) {
    if (late || cause instanceof SocketTimeoutException) {
      String time = seconds(settings.timeout());
      return new IOException("there was no complete answer within %s s".formatted(time), cause);
    }
    String message = String.valueOf(cause.getMessage());
    return cause instanceof ConnectException
        ? new IOException("the connection was refused", cause)
        : new IOException(message, cause);
  }
}
