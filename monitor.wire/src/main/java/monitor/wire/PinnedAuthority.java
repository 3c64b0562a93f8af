package monitor.wire;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server whose certificate, valid and of the name that was connected to, is issued by the
 * one authority with this fingerprint, which the server sends along.
 */
final class PinnedAuthority extends X509ExtendedTrustManager {
  private final String fingerprint;

  private PinnedAuthority(String fingerprint) {
    this.fingerprint = fingerprint;
  }

  /** For a client without a certificate. */
  static SSLContext context(String fingerprint) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance(Tls.PROTOCOL);
      context.init(null, new TrustManager[] {new PinnedAuthority(fingerprint)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private X509ExtendedTrustManager trust(X509Certificate[] chain) throws CertificateException {
    for (X509Certificate each : chain) {
      if (JoinToken.fingerprint(each).equals(fingerprint)) {
        return trust(each);
      }
    }
    throw new CertificateException(
        "this is not the collector that the token was made for: its authority has another"
            + " fingerprint");
  }

  private static X509ExtendedTrustManager trust(X509Certificate authority)
      throws CertificateException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(Tls.store(List.of(authority)));
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new CertificateException("the authority of the collector cannot be used", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    trust(chain).checkServerTrusted(chain, type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    trust(chain).checkServerTrusted(chain, type, socket);
  }

  /** Without a connection there is no name to check. */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("the connection is not known");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this trusts servers");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("this trusts servers");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this trusts servers");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
