package monitor.api.identity;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The signed tokens (JWT) of agents. A service of this type is there where keys for signed tokens
 * are configured. May be called from any thread; may read a file of keys that has changed.
 */
@ProviderType
public interface AgentTokens {
  /**
   * What a token says that was signed by a key that is configured, is good now, and is that of an
   * agent; empty for every other.
   *
   * @param text as it was sent
   */
  Optional<AgentToken> read(String text);

  /**
   * Why the bearer of a token that was good is not let in any more: it has expired or was revoked.
   * Empty if it still is.
   */
  Optional<String> refusal(AgentToken token);
}
