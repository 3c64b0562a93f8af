package sink.websocket;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import monitor.api.config.Values;
import monitor.wire.Tls;

/**
 * Where to send, and as whom.
 *
 * @param addresses of the collectors, at least one
 * @param tls trust and identity
 * @param bearer what it shows beside
 * @param connectTimeout until a collector has said hello
 * @param silence after which a connection is dead
 * @param patience with a collector that takes nothing, where there is another one
 * @param firstPause before connecting again
 * @param mostPause before connecting again
 */
record Settings(
    List<URI> addresses,
    Tls tls,
    Bearer bearer,
    Duration connectTimeout,
    Duration silence,
    Duration patience,
    Duration firstPause,
    Duration mostPause) {
  /** Copies the list. */
  Settings {
    addresses = List.copyOf(addresses);
  }

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException with every problem, each named by its key
   */
  static Settings of(WebSocketConfiguration c) {
    List<String> problems = new ArrayList<>();
    List<URI> addresses = new ArrayList<>();
    for (String text : c.addresses()) {
      addresses.add(attempt(() -> address(text), URI.create("wss://invalid"), problems));
    }
    if (addresses.isEmpty()) {
      problems.add("addresses: name at least one collector, such as wss://host:8443/transport");
    }
    if (c.certificate().isBlank() != c.key().isBlank()) {
      problems.add("certificate and key belong together: set both or none");
    }
    if (!c._token().isEmpty() && !Bearer.isToken(c._token())) {
      problems.add(".token: has characters that no token has");
    }
    Settings settings =
        new Settings(
            addresses,
            Tls.of(c.ca(), c.certificate(), c.key()),
            Bearer.of(c._token(), c.token_file()),
            time("connect.timeout", c.connect_timeout(), problems),
            time("silence", c.silence(), problems),
            time("patience", c.patience(), problems),
            time("reconnect.first", c.reconnect_first(), problems),
            time("reconnect.most", c.reconnect_most(), problems));
    if (settings.mostPause().compareTo(settings.firstPause()) < 0) {
      problems.add("reconnect.most is shorter than reconnect.first");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return settings;
  }

  /** Whether the certificate is one that `monitor init --join` wrote: in one file with its key. */
  boolean renewable() {
    return tls.certificate().isPresent()
        && tls.certificate().equals(tls.key())
        && tls.authorities().isPresent();
  }

  private static <T> T attempt(Supplier<T> read, T otherwise, List<String> problems) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      return otherwise;
    }
  }

  private static Duration time(String key, String text, List<String> problems) {
    return attempt(() -> Values.duration(key, text), Duration.ofSeconds(1), problems);
  }

  private static URI address(String text) {
    URI address = URI.create(text);
    boolean plain = "ws".equals(address.getScheme());
    if (!plain && !"wss".equals(address.getScheme()) || address.getHost() == null) {
      throw new IllegalArgumentException(
          "addresses: '" + text + "' is not of the form wss://host:port/transport");
    }
    if (plain && !Tls.isLoopback(address.getHost())) {
      throw new IllegalArgumentException(
          "addresses: '" + text + "' is not encrypted; only wss:// leaves this host");
    }
    return address;
  }

  /** Says nothing of the token. */
  @Override
  public String toString() {
    return addresses.toString();
  }
}
