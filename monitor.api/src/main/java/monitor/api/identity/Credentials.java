package monitor.api.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a server proves itself with.
 *
 * @param key its private key
 * @param chain its certificate, then that of the authority
 */
public record Credentials(PrivateKey key, List<X509Certificate> chain) {
  /** Copies the list. */
  public Credentials {
    chain = List.copyOf(chain);
  }

  /** Names the certificate, never the key. */
  @Override
  public String toString() {
    return "Credentials[" + chain.getFirst().getSubjectX500Principal() + "]";
  }
}
