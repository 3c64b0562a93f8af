package receiver.websocket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import monitor.wire.Message;
import monitor.wire.Tls;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** The port that agents connect to: TLS 1.3, and nothing but WebSocket on one path. */
final class Endpoint implements AutoCloseable {
  private static final String PATH = "/transport";
  private static final int MOST_THREADS = 16;
  private static final int SEND_BUFFER_BYTES = 64 << 10;
  private static final int MOST_REQUEST_HEADER_BYTES = 16 << 10;

  private final Server server;
  private final ServerConnector connector;

  private Endpoint(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Listens.
   *
   * @throws Exception if the address cannot be listened on, or a file of the TLS not be used
   */
  static Endpoint open(Settings settings, Reception reception) throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    threads.setName("receiver.websocket");
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector =
        settings.secure()
            ? new ServerConnector(server, tls(settings), http(settings))
            : new ServerConnector(server, http(settings));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.silence().toMillis());
    // What a peer does not read waits here, within its window, and not in the kernel.
    connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
    server.addConnector(connector);
    server.setHandler(
        WebSocketUpgradeHandler.from(server, container -> open(container, settings, reception)));
    server.setStopTimeout(0);
    Endpoint endpoint = new Endpoint(server, connector);
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
    container.addMapping(
        PATH,
        (request, response, callback) -> admit(settings, reception, request, response, callback));
  }

  private static @Nullable Peer admit(
      Settings settings,
      Reception reception,
      ServerUpgradeRequest request,
      ServerUpgradeResponse response,
      Callback callback)
      throws IOException {
    if (!settings.token().isEmpty() && !bears(request, settings.token())) {
      Response.writeError(request, response, callback, HttpStatus.UNAUTHORIZED_401);
      return null;
    }
    if (!request.getSubProtocols().contains(Message.SUBPROTOCOL)) {
      Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
      return null;
    }
    response.setAcceptedSubProtocol(Message.SUBPROTOCOL);
    return new Peer(reception, settings.certified() ? name(request) : "");
  }

  private static boolean bears(ServerUpgradeRequest request, String token) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    return header != null
        && MessageDigest.isEqual(expected, header.getBytes(StandardCharsets.UTF_8));
  }

  /** The common name of the agent's certificate. */
  private static String name(ServerUpgradeRequest request) throws IOException {
    Object data = request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
    if (data instanceof EndPoint.SslSessionData session && session.peerCertificates() != null) {
      X509Certificate certificate = session.peerCertificates()[0];
      try {
        for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
          if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
            return name;
          }
        }
      } catch (InvalidNameException e) {
        throw new IOException("the subject of the certificate is no name", e);
      }
    }
    throw new IOException("the certificate has no common name");
  }

  private static SslContextFactory.Server tls(Settings settings) throws IOException {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(settings.tls().context());
    tls.setIncludeProtocols(Tls.PROTOCOL);
    tls.setNeedClientAuth(settings.certified());
    return tls;
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
