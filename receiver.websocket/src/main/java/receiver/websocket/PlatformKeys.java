package receiver.websocket;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import monitor.api.identity.AgentAuthority;
import monitor.api.identity.Credentials;
import monitor.wire.Tls;

/** What this collector proves itself with by the platform's own authority. One thread. */
final class PlatformKeys {
  private static final Duration AHEAD = Duration.ofDays(30);

  private final AgentAuthority authority;
  private final List<String> names;
  private Instant renewal = Instant.EPOCH;

  PlatformKeys(AgentAuthority authority, List<String> names) {
    this.authority = authority;
    this.names = List.copyOf(names);
  }

  AgentAuthority authority() {
    return authority;
  }

  /** A new key with a certificate, and trust in agents of the same authority. */
  SSLContext context() throws IOException {
    Credentials own = authority.identify(names);
    X509Certificate certificate = own.chain().getFirst();
    renewal = certificate.getNotAfter().toInstant().minus(AHEAD);
    return Tls.context(own.key(), own.chain(), List.of(authority.certificate()));
  }

  /** Whether the certificate is about to end. */
  boolean due() {
    return Instant.now().isAfter(renewal);
  }
}
