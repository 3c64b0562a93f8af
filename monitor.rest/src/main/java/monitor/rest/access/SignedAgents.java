package monitor.rest.access;

import java.time.InstantSource;
import java.util.Optional;
import monitor.api.identity.AgentToken;
import monitor.api.identity.AgentTokens;
import monitor.rest.http.Role;
import monitor.rest.jwt.SignedTokens;

/** Signed tokens with the role of an agent, for those who take agents in. Thread-safe. */
final class SignedAgents implements AgentTokens {
  private final SignedTokens signed;
  private final Revocations revocations;
  private final InstantSource clock;

  SignedAgents(SignedTokens signed, Revocations revocations, InstantSource clock) {
    this.signed = signed;
    this.revocations = revocations;
    this.clock = clock;
  }

  @Override
  public Optional<AgentToken> read(String text) {
    return signed
        .claims(text)
        .filter(claims -> claims.role() == Role.AGENT)
        .map(claims -> new AgentToken(claims.subject(), claims.id(), claims.expires()))
        .filter(token -> refusal(token).isEmpty());
  }

  @Override
  public Optional<String> refusal(AgentToken token) {
    if (!clock.instant().isBefore(token.expires())) {
      return Optional.of("The token of " + token.agent() + " has expired.");
    }
    return revocations.contain(token.id())
        ? Optional.of("The token of " + token.agent() + " was revoked.")
        : Optional.empty();
  }
}
