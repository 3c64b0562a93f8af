package receiver.websocket;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import monitor.api.config.Values;
import monitor.api.delivery.Codec;
import monitor.wire.Tls;

/**
 * Where agents are taken in, and which.
 *
 * @param host to listen on
 * @param port to listen on; 0 for any that is free
 * @param tls own identity, and the authorities of agents
 * @param joining whether identities are those of the platform's own authority
 * @param names of this collector, beside its own
 * @param token that agents are let in with; empty for none
 * @param signed whether agents need a signed token of their name
 * @param tags of what comes
 * @param codecs names of those that batches to come are preferred in, the best first
 * @param mostConnections at a time
 * @param windowBytes of batches of one agent that are not answered
 * @param arrivingBytes of incomplete messages of all agents
 * @param silence after which a connection is dead
 * @param grace for what is under way at the end
 */
record Settings(
    String host,
    int port,
    Tls tls,
    boolean joining,
    List<String> names,
    String token,
    boolean signed,
    Map<String, String> tags,
    List<String> codecs,
    int mostConnections,
    long windowBytes,
    long arrivingBytes,
    Duration silence,
    Duration grace) {
  private static final Set<String> CODECS =
      Arrays.stream(Codec.values())
          .map(codec -> codec.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  /** Copies names, tags and codecs. */
  Settings {
    names = List.copyOf(names);
    tags = Map.copyOf(tags);
    codecs = List.copyOf(codecs);
  }

  /** Whether connections are encrypted. */
  boolean secure() {
    return joining || tls.certificate().isPresent();
  }

  /** Whether agents need a certificate. */
  boolean certified() {
    return joining || tls.authorities().isPresent();
  }

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException with every problem, each named by its key
   */
  static Settings of(ReceiverConfiguration c) {
    List<String> problems = new ArrayList<>();
    InetSocketAddress listen =
        attempt(() -> address(c.listen()), new InetSocketAddress(0), problems);
    Settings settings =
        new Settings(
            listen.getHostString(),
            listen.getPort(),
            Tls.of(c.client_ca(), c.certificate(), c.key()),
            c.join(),
            List.of(c.names()),
            c._token(),
            c.jwt(),
            tags(c.tags(), problems),
            List.of(c.codecs()),
            c.connections_max(),
            attempt(() -> Values.size("window", c.window()), 1L, problems),
            attempt(() -> Values.size("arriving.max", c.arriving_max()), 1L, problems),
            attempt(() -> Values.duration("silence", c.silence()), Duration.ZERO, problems),
            attempt(() -> Values.duration("grace", c.grace()), Duration.ZERO, problems));
    settings.check(problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return settings;
  }

  private void check(List<String> problems) {
    if (codecs.isEmpty() || !CODECS.containsAll(codecs)) {
      problems.add("codecs: has to name some of zstd, lz4, snappy, gzip, none");
    }
    if (tls.certificate().isPresent() != tls.key().isPresent()) {
      problems.add("certificate and key belong together: set both or none");
    }
    if (joining && !tls.equals(Tls.NONE)) {
      problems.add(
          "join: certificate, key and client.ca are those of the platform then, leave them out");
    }
    if (signed && !token.isEmpty()) {
      problems.add("jwt: a connection has one token, so leave .token out (MONITORING_AUTH_TOKEN)");
    }
    if (!secure() && !Tls.isLoopback(host)) {
      problems.add(
          "listen: '" + host + "' is not loopback, so it needs certificate and key, or join");
    }
    if (!secure() && certified()) {
      problems.add("client.ca: agents can only prove themselves where there is a certificate");
    }
    if (!Tls.isLoopback(host) && !certified() && token.isEmpty() && !signed) {
      problems.add("client.ca, join, .token or jwt: nobody is let in from elsewhere without proof");
    }
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      String host = text.substring(0, Math.max(0, colon)).replaceAll("[\\[\\]]", "");
      int port = Integer.parseInt(text.substring(colon + 1));
      if (!host.isBlank()) {
        return InetSocketAddress.createUnresolved(host, port);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException("listen: '" + text + "' is not of the form host:port");
  }

  private static Map<String, String> tags(String[] texts, List<String> problems) {
    Map<String, String> tags = new HashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals <= 0) {
        problems.add("tags: '" + text + "' is not of the form key=value");
      } else {
        tags.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      }
    }
    return tags;
  }

  private static <T> T attempt(Supplier<T> read, T otherwise, List<String> problems) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      return otherwise;
    }
  }

  /** Says nothing of the token. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
