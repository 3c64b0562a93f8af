package receiver.websocket;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * What a peer has proven.
 *
 * @param name that its certificate says; empty without one
 * @param certificate that TLS has verified
 */
record Proof(String name, Optional<X509Certificate> certificate) {
  /** Where no certificates are asked for. */
  static final Proof NONE = new Proof("", Optional.empty());

  /**
   * The certificate of the peer.
   *
   * @throws IOException if it has none, or one without a name
   */
  static Proof of(Request request) throws IOException {
    X509Certificate certificate =
        certificate(request).orElseThrow(() -> new IOException("the peer has no certificate"));
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
          return new Proof(name, Optional.of(certificate));
        }
      }
    } catch (InvalidNameException e) {
      throw new IOException("the subject of the certificate is no name", e);
    }
    throw new IOException("the certificate has no common name");
  }

  /** The certificate that TLS has verified, if the peer sent one. */
  static Optional<X509Certificate> certificate(Request request) {
    return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
                instanceof EndPoint.SslSessionData session
            && session.peerCertificates() != null
        ? Optional.of(session.peerCertificates()[0])
        : Optional.empty();
  }
}
