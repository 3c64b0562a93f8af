package collector.metrics.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections secure: the certificate has to be valid for the name, and of the authorities in
 * a file where there is one, else of those of the Java runtime. Thread-safe.
 */
final class Tls {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final @Nullable Path caFile;
  private final @Nullable String serverName;
  private @Nullable SSLSocketFactory factory;
  private @Nullable FileTime read;

  Tls(@Nullable Path caFile, @Nullable String serverName) {
    this.caFile = caFile;
    this.serverName = serverName;
  }

  /** The secure socket above a connected one, after the handshake. */
  Socket secure(Socket plain, String host, int port) throws IOException {
    String name = serverName == null ? host : serverName;
    SSLSocket socket = (SSLSocket) factory().createSocket(plain, name, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(PROTOCOLS);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** Made again when the file changed, so that a certificate can be renewed. */
  private synchronized SSLSocketFactory factory() throws IOException {
    FileTime changed = caFile == null ? null : Files.getLastModifiedTime(caFile);
    SSLSocketFactory known = factory;
    if (known != null && (changed == null || changed.equals(read))) {
      return known;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(caFile == null ? null : authorities(caFile));
      context.init(null, trust.getTrustManagers(), null);
      factory = context.getSocketFactory();
      read = changed;
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException("the authorities of certificates cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore authorities(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + store.size(), each);
      }
    }
    if (store.size() == 0) {
      throw new IOException("%s holds no certificate".formatted(file));
    }
    return store;
  }
}
