package receiver.websocket;

import java.util.LinkedHashMap;
import monitor.api.delivery.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches of one connection that could not be read: at first the wire may be to blame, and they are
 * asked for again; then they are refused for ever. Bounded; one thread at a time.
 */
final class Doubts {
  private static final Logger LOG = LoggerFactory.getLogger(Doubts.class);
  private static final int MOST_BATCHES = 100;
  private static final int MOST_TIMES = 5;

  private final LinkedHashMap<String, Integer> times = new LinkedHashMap<>();

  /** What the agent is told of a batch that cannot be read for this reason. */
  Outcome about(String agent, String sha256, String reason) {
    if (times.size() >= MOST_BATCHES && !times.containsKey(sha256)) {
      times.remove(times.firstEntry().getKey());
    }
    if (times.merge(sha256, 1, Integer::sum) < MOST_TIMES) {
      return Outcome.retry(reason);
    }
    times.remove(sha256);
    LOG.warn("Agent {} sent a batch {} times that cannot be read: {}.", agent, MOST_TIMES, reason);
    return new Outcome.Rejected(reason);
  }
}
