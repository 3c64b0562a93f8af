package monitor.api.identity;

import java.time.Instant;

/**
 * An agent that has joined.
 *
 * @param name of the agent
 * @param joined when it got its first certificate
 * @param renewed when it got its latest one
 * @param expires when that one ends
 * @param revoked whether it is refused
 */
public record AgentRecord(
    String name, Instant joined, Instant renewed, Instant expires, boolean revoked) {}
