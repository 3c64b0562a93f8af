package monitor.runtime.journal;

import java.util.Map;
import monitor.api.delivery.Epoch;

/**
 * The epoch before the current one.
 *
 * @param epoch the epoch
 * @param nextSequences next sequence number by stream, as far as known
 */
public record Predecessor(Epoch epoch, Map<String, Long> nextSequences) {
  /** Copies the map. */
  public Predecessor {
    nextSequences = Map.copyOf(nextSequences);
  }
}
