package probe.reachability;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS for one round: certificates are verified, the names in them too, and remembered even when
 * they are refused. Sessions are not resumed between rounds, so that each shakes hands in full.
 */
final class Tls {
  private final X509ExtendedTrustManager trusted;
  private volatile @Nullable Instant expires;

  Tls(X509ExtendedTrustManager trusted) {
    this.trusted = trusted;
  }

  /**
   * Who is trusted.
   *
   * @param authorities file with certificates in PEM; empty for those of the platform
   * @throws IOException if the file cannot be read, or has none
   */
  static X509ExtendedTrustManager trusted(String authorities) throws IOException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities.isEmpty() ? null : store(Path.of(authorities)));
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager found) {
          return found;
        }
      }
      throw new IOException("this platform verifies no certificates");
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificates in %s: %s".formatted(authorities, e.getMessage()), e);
    }
  }

  private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry(Integer.toString(store.size()), one);
      }
    }
    return store;
  }

  /** A connection over another one, before the handshake. */
  SSLSocket over(Socket socket, String host, int port) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Remembering()}, null);
      SSLSocket secured =
          (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      return secured;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** When the last certificate of a server ends; null if none came. */
  @Nullable Instant expires() {
    return expires;
  }

  /** Who is trusted by itself is believed for ever otherwise, which nobody who probes wants. */
  private final class Remembering extends X509ExtendedTrustManager {
    private void remember(X509Certificate[] chain) {
      if (chain.length > 0) {
        expires = chain[0].getNotAfter().toInstant();
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      remember(chain);
      trusted.checkServerTrusted(chain, type, socket);
      chain[0].checkValidity();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      remember(chain);
      trusted.checkServerTrusted(chain, type, engine);
      chain[0].checkValidity();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      remember(chain);
      trusted.checkServerTrusted(chain, type);
      chain[0].checkValidity();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      trusted.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      trusted.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trusted.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trusted.getAcceptedIssuers();
    }
  }
}
