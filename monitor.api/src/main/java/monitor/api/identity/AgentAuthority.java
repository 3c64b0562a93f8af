package monitor.api.identity;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The certificate authority of this platform. It lets agents join with a token that is good once,
 * renews their certificates, and knows which were revoked. Its key is made when something is asked
 * of it for the first time. May be called from any thread; waits for the disk where something
 * changes.
 */
@ProviderType
public interface AgentAuthority {
  /**
   * The certificate that agents know collectors by.
   *
   * @throws IOException if it cannot be read or made, or its key could be read by others
   */
  X509Certificate certificate() throws IOException;

  /**
   * A new key for a collector, with a certificate; nothing of it is kept.
   *
   * @param names host names and addresses that agents may reach it under
   * @throws IOException as {@link #certificate()}
   */
  Credentials identify(Collection<String> names) throws IOException;

  /**
   * Lets an agent join.
   *
   * @param agent its name, the one that it may have
   * @param lifetime of the token
   * @param by who invites it
   * @return the token, which is known here and now only
   * @throws IllegalArgumentException if the name can be no name of an agent, or the lifetime is not
   *     between nothing and 30 days
   * @throws IOException if it cannot be made durable, or as {@link #certificate()}
   */
  Invitation invite(String agent, Duration lifetime, String by) throws IOException;

  /**
   * Issues the first certificate of an agent. The token is used up before the certificate is given;
   * certificates that the name had before are refused from then on.
   *
   * @param token as it was given
   * @param request PKCS #10 (RFC 2986) in PEM
   * @param from address of the peer, which has to wait after several failures
   * @throws IOException if it cannot be made durable, or as {@link #certificate()}
   */
  Enrollment join(String token, String request, String from) throws IOException;

  /**
   * Issues the next certificate of an agent, whose current one stays good until it expires.
   *
   * @param current certificate that the peer has proven to have the key of
   * @param request PKCS #10 (RFC 2986) in PEM, under the same name
   * @throws IOException as {@link #certificate()}
   */
  Enrollment renew(X509Certificate current, String request) throws IOException;

  /**
   * Why the holder of a certificate is not let in, or no longer: it was revoked, or has expired.
   * Empty if it is let in. Does not wait.
   *
   * @param certificate which TLS found to be of this authority
   */
  Optional<String> refusal(X509Certificate certificate);

  /** The agents that have joined here, by name. */
  List<AgentRecord> agents();

  /**
   * Refuses every certificate and every token that an agent has by now, also certificates that
   * another collector with the same authority has issued.
   *
   * @return whether it had joined here
   * @throws IOException if it cannot be made durable
   */
  boolean revoke(String agent) throws IOException;
}
