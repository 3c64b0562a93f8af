package monitor.rest.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request.
 *
 * @param name of the user, or of the token
 * @param role what it may do
 * @param key identifies the session or token; never its secret
 * @param expires when the session or token ends
 * @param csrf what a browser's request must repeat to change something; null for a token
 */
public record Identity(String name, Role role, String key, Instant expires, @Nullable String csrf) {
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
