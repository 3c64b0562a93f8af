package monitor.rest.endpoint;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for TLS 1.3 and plain HTTP at one port, in place of the connector that the HTTP service
 * made: the first byte of a connection tells which it is. Plain HTTP from elsewhere than loopback
 * is refused by what answers. Certificate and key are taken anew when their files have changed;
 * connections that are open go on.
 */
final class SecureConnector implements ConnectorFactory, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SecureConnector.class);
  private static final String TLS = "TLSv1.3";
  private static final int LOOK_SECONDS = 1;

  private final Address address;
  private final TlsFiles files;
  private final IntConsumer bound;
  private final SslContextFactory.Server tls = new SslContextFactory.Server();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("tls files").daemon().factory());
  private TlsFiles.Stamp stamp;

  /**
   * Reads the files, and watches them.
   *
   * @param bound told the port each time it listens
   * @throws IOException if the files cannot be used
   */
  SecureConnector(Address address, TlsFiles files, IntConsumer bound) throws IOException {
    this.address = address;
    this.files = files;
    this.bound = bound;
    stamp = files.stamp();
    tls.setIncludeProtocols(TLS);
    use(tls, files.read());
    var _ = watch.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  private void use(SslContextFactory factory, KeyStore store) {
    factory.setKeyStore(store);
    factory.setKeyStorePassword(TlsFiles.PASSWORD);
    try {
      if (store.getCertificate(TlsFiles.ENTRY) instanceof X509Certificate own) {
        Instant end = own.getNotAfter().toInstant();
        if (end.isBefore(Instant.now())) {
          LOG.warn("The certificate in {} has ended at {}.", files.certificate(), end);
        } else {
          LOG.info("The certificate in {} is in force until {}.", files.certificate(), end);
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the store is loaded", e);
    }
  }

  private void look() {
    try {
      TlsFiles.Stamp now = files.stamp();
      if (!now.equals(stamp)) {
        stamp = now;
        KeyStore store = files.read();
        tls.reload(factory -> use(factory, store));
      }
    } catch (Exception e) {
      LOG.warn("The certificate stays the one before: {}", e.getMessage());
    }
  }

  @Override
  public Connector createConnector(Server server) {
    int port = Math.max(address.port(), replaced(server));
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(Endpoint.HEADER_BYTES);
    http.setResponseHeaderSize(Endpoint.HEADER_BYTES);
    http.setSendServerVersion(false);
    // Under which names the server answers is checked with every request.
    SecureRequestCustomizer secure = new SecureRequestCustomizer();
    secure.setSniHostCheck(false);
    http.addCustomizer(secure);
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    DetectorConnectionFactory either =
        new DetectorConnectionFactory(new SslConnectionFactory(tls, plain.getProtocol()));
    ServerConnector connector = new ServerConnector(server, 1, 1, either, plain);
    connector.setHost(address.host());
    connector.setPort(port);
    connector.setIdleTimeout(Endpoint.IDLE_MILLIS);
    connector.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStarted(LifeCycle event) {
            bound.accept(connector.getLocalPort());
          }
        });
    return connector;
  }

  /** Takes the place of what listens; its port, or 0 if nothing did. */
  private static int replaced(Server server) {
    int port = 0;
    for (Connector other : server.getConnectors()) {
      if (other instanceof NetworkConnector network) {
        port = Math.max(port, network.getLocalPort());
      }
      try {
        other.stop();
      } catch (Exception e) {
        LOG.warn("What listened before does not end.", e);
      }
      server.removeConnector(other);
    }
    return port;
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
