package monitor.api.delivery;

import java.util.Map;

/**
 * A collector that a batch came through; stands beside the hashed bytes.
 *
 * @param collector name of the collector
 * @param peerIdentity identity that its peer proved
 * @param receivedNanos when it came, nanoseconds since 1970
 * @param tags added there
 */
public record Hop(
    String collector, String peerIdentity, long receivedNanos, Map<String, String> tags) {
  /** Copies the tags. */
  public Hop {
    tags = Map.copyOf(tags);
  }
}
