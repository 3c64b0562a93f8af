package receiver.websocket;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import monitor.api.identity.AgentToken;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * What a peer has proven.
 *
 * @param certificate that TLS has verified
 * @param token that was let in
 */
record Proof(Optional<X509Certificate> certificate, Optional<AgentToken> token) {
  /**
   * Why the peer does not bear this name; empty if nothing that it has proven speaks against it.
   */
  Optional<String> contradiction(String agent) {
    if (certificate.isPresent()) {
      Optional<String> certified = name(certificate.get());
      if (!certified.equals(Optional.of(agent))) {
        return Optional.of(
            certified
                .map(other -> "the certificate is that of " + other)
                .orElse("the certificate has no common name"));
      }
    }
    return token
        .filter(shown -> !shown.agent().equals(agent))
        .map(shown -> "the token is that of " + shown.agent());
  }

  /** Why what was proven is not good at this time; empty if it is. */
  Optional<String> expired(Instant now) {
    // One that was good stays so where the clock is set back behind its beginning.
    if (certificate.filter(shown -> now.isAfter(shown.getNotAfter().toInstant())).isPresent()) {
      return Optional.of("The certificate has expired.");
    }
    return token
        .filter(shown -> !now.isBefore(shown.expires()))
        .map(shown -> "The token of " + shown.agent() + " has expired.");
  }

  private static Optional<String> name(X509Certificate certificate) {
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
          return Optional.of(name);
        }
      }
    } catch (InvalidNameException e) {
      // There is none.
    }
    return Optional.empty();
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
