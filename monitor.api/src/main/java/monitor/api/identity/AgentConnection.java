package monitor.api.identity;

import java.time.Instant;

/**
 * An agent that is connected.
 *
 * @param agent its name
 * @param software what it says that it is, to be shown
 * @param address where it connects from
 * @param since when it was let in
 */
public record AgentConnection(String agent, String software, String address, Instant since) {}
