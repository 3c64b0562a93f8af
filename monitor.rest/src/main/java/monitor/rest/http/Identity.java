package monitor.rest.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request.
 *
 * @param name of the user, or of the token
 * @param role what it may do
 * @param key identifies the session or token; never its secret
 * @param account what its requests are counted to: all tokens that an issuer gives to one subject
 *     share one
 * @param expires when the session or token ends
 * @param csrf what a browser's request must repeat to change something; null for a token
 */
public record Identity(
    String name, Role role, String key, String account, Instant expires, @Nullable String csrf) {
  /** One whose requests are counted to its session or token. */
  public Identity(String name, Role role, String key, Instant expires, @Nullable String csrf) {
    this(name, role, key, key, expires, csrf);
  }

  /** Whether a browser sends its proof by itself, with every request to this address. */
  public boolean browser() {
    return csrf != null;
  }

  /** Who it is, without what proves it. */
  @Override
  public String toString() {
    return name + " (" + role.label() + ")";
  }
}
