package receiver.websocket;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import monitor.wire.Message;
import monitor.wire.Tls;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * The port that agents connect to: TLS 1.3, WebSocket on one path, and where agents join the paths
 * of their certificates.
 */
final class Endpoint implements AutoCloseable {
  private static final String PATH = "/transport";
  private static final int MOST_THREADS = 16;
  private static final int SEND_BUFFER_BYTES = 64 << 10;
  private static final int MOST_REQUEST_HEADER_BYTES = 16 << 10;

  /** Until a request is complete; the silence of agents is another one, from then on. */
  private static final Duration MOST_IDLE = Duration.ofSeconds(10);

  /** For those who join, and those who are told that there is no room. */
  private static final int RESERVE = 64;

  private final Server server;
  private final ServerConnector connector;

  private final SslContextFactory.Server tls;
  private final @Nullable PlatformKeys keys;
  private final @Nullable FileKeys files;

  private Endpoint(
      Server server,
      ServerConnector connector,
      SslContextFactory.Server tls,
      @Nullable PlatformKeys keys,
      @Nullable FileKeys files) {
    this.tls = tls;
    this.keys = keys;
    this.files = files;
    this.server = server;
    this.connector = connector;
  }

  /**
   * Listens.
   *
   * @throws Exception if the address cannot be listened on, or a file of the TLS not be used
   */
  static Endpoint open(Settings settings, Reception reception, @Nullable PlatformKeys keys)
      throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    threads.setName("receiver.websocket");
    threads.setDaemon(true);
    Server server = new Server(threads);
    FileKeys files = settings.tls().certificate().isPresent() ? new FileKeys(settings.tls()) : null;
    SslContextFactory.Server tls = tls(settings, keys, files);
    ServerConnector connector =
        settings.secure()
            ? new ServerConnector(server, tls, http(settings))
            : new ServerConnector(server, http(settings));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(MOST_IDLE.toMillis());
    // What a peer does not read waits here, within its window, and not in the kernel.
    connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(settings.mostConnections() + RESERVE, connector));
    WebSocketUpgradeHandler handler =
        WebSocketUpgradeHandler.from(server, container -> open(container, settings, reception));
    if (keys != null) {
      handler.setHandler(new Enrollments(keys.authority()));
    }
    server.setHandler(handler);
    server.setStopTimeout(0);
    Endpoint endpoint = new Endpoint(server, connector, tls, keys, files);
    try {
      server.start();
    } catch (Exception e) {
      endpoint.close();
      throw e;
    }
    return endpoint;
  }

  private static void open(
      ServerWebSocketContainer container, Settings settings, Reception reception) {
    container.setIdleTimeout(settings.silence());
    container.setMaxBinaryMessageSize(Message.MOST_BATCH_BYTES + 1L);
    container.setMaxTextMessageSize(1);
    Gate gate = new Gate(settings, reception);
    container.addMapping(PATH, gate::admit);
  }

  private static SslContextFactory.Server tls(
      Settings settings, @Nullable PlatformKeys keys, @Nullable FileKeys files) throws IOException {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    if (keys != null) {
      tls.setSslContext(keys.context());
    } else if (files != null) {
      tls.setSslContext(files.context());
    }
    tls.setIncludeProtocols(Tls.PROTOCOL);
    // Who joins has no certificate yet; the path of batches asks for one.
    tls.setNeedClientAuth(settings.certified() && keys == null);
    tls.setWantClientAuth(keys != null);
    return tls;
  }

  /** Takes a new certificate: of the platform in time, of files when they are replaced. */
  void look() throws Exception {
    Optional<SSLContext> fresh = Optional.empty();
    if (keys != null && keys.due()) {
      fresh = Optional.of(keys.context());
    } else if (files != null) {
      fresh = files.replaced();
    }
    if (fresh.isPresent()) {
      SSLContext context = fresh.get();
      tls.reload(factory -> factory.setSslContext(context));
    }
  }

  private static HttpConnectionFactory http(Settings settings) {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(MOST_REQUEST_HEADER_BYTES);
    http.setSendServerVersion(false);
    if (settings.secure()) {
      // Collectors are named by their addresses, behind balancers also by others.
      SecureRequestCustomizer secure = new SecureRequestCustomizer();
      secure.setSniHostCheck(false);
      http.addCustomizer(secure);
    }
    return new HttpConnectionFactory(http);
  }

  int port() {
    return connector.getLocalPort();
  }

  /** Where agents find it, as it was told to listen. */
  String address() {
    String scheme = tls.getSslContext() == null ? "ws" : "wss";
    String host = connector.getHost();
    return "%s://%s:%d%s"
        .formatted(scheme, host.contains(":") ? "[" + host + "]" : host, port(), PATH);
  }

  /** Takes no new connection. */
  void refuse() {
    connector.close();
  }

  @Override
  public void close() throws Exception {
    server.stop();
    server.destroy();
  }
}
