package monitor.api.identity;

import java.time.Instant;

/**
 * A token that an agent may join with, once.
 *
 * @param agent the name that the agent may have
 * @param token the secret, with the name and the fingerprint of the authority
 * @param expires when it is good no longer
 */
public record Invitation(String agent, String token, Instant expires) {
  /** Says nothing of the token. */
  @Override
  public String toString() {
    return "Invitation[" + agent + ", " + expires + "]";
  }
}
