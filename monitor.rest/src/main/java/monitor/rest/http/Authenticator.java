package monitor.rest.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Finds out who sends a request. May be called from any thread; does not block. */
public interface Authenticator {
  /** Who sends it; empty if it proves nothing. */
  Optional<Identity> authenticate(HttpServletRequest request);

  /** Whether the session or token is still valid, for a request that stays open. */
  boolean valid(Identity identity);
}
