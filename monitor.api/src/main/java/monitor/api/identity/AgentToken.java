package monitor.api.identity;

import java.time.Instant;

/**
 * What a signed token of an agent says.
 *
 * @param agent name of the agent, the subject of the token
 * @param id names the token, so that it can be revoked
 * @param expires from when on it is refused
 */
public record AgentToken(String agent, String id, Instant expires) {}
