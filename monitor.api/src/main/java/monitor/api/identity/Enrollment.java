package monitor.api.identity;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What becomes of a request for a certificate. */
@ProviderType
public sealed interface Enrollment {
  /**
   * It is granted.
   *
   * @param chain the certificate of the agent, then that of the authority
   */
  record Issued(List<X509Certificate> chain) implements Enrollment {
    /** Copies the list. */
    public Issued {
      chain = List.copyOf(chain);
    }
  }

  /**
   * It is refused: the token or certificate is good for nothing, or no longer.
   *
   * @param reason a sentence for the person at the other end
   */
  record Unproven(String reason) implements Enrollment {}

  /**
   * It is refused: this token or certificate is not good for such a request.
   *
   * @param reason a sentence for the person at the other end
   */
  record Refused(String reason) implements Enrollment {}

  /**
   * It was not looked at, because too many failed before.
   *
   * @param pause until the next attempt is
   */
  record Throttled(Duration pause) implements Enrollment {}
}
