package monitor.runtime.journal;

import java.util.Map;
import monitor.api.delivery.Epoch;
import org.jspecify.annotations.Nullable;

/**
 * How far a stream had come at the begin of a segment.
 *
 * @param epoch epoch of its last sequence number; null if it had none
 * @param nextSequence number after the last one
 * @param dropped what its gap entries added up to until then, by reason
 */
public record StreamMark(@Nullable Epoch epoch, long nextSequence, Map<String, Long> dropped) {
  /** Copies the map. */
  public StreamMark {
    dropped = Map.copyOf(dropped);
  }
}
