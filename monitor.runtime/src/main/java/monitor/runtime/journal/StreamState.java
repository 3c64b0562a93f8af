package monitor.runtime.journal;

import java.util.Map;
import monitor.api.source.Position;

/**
 * What is known of a stream when the journal opens.
 *
 * @param lane where its latest entry is
 * @param nextSequence number after the last one known, over all epochs
 * @param positions durable positions of its source, by key
 * @param dropped events dropped, by reason, over all epochs: what its gap entries add up to
 */
public record StreamState(
    Lane lane, long nextSequence, Map<String, Position> positions, Map<String, Long> dropped) {
  /** Copies the maps. */
  public StreamState {
    positions = Map.copyOf(positions);
    dropped = Map.copyOf(dropped);
  }
}
