package monitor.api.query;

import java.time.Instant;

/**
 * A host that something stored came from.
 *
 * @param agent that sent it
 * @param host where it comes from
 * @param received when the latest of it was stored
 * @param collector that took the latest of it from the agent; empty if the agent stored it itself
 */
public record StoredHost(String agent, String host, Instant received, String collector) {}
