package monitor.api.operation;

import java.util.Map;

/**
 * Where the events of a route are: {@code received = delivered + buffered + sum(dropped)} holds at
 * every moment, although each is counted by itself.
 *
 * @param received sequence numbers given
 * @param delivered accepted by the sink
 * @param buffered in the buffer, the batcher and the journal, counted there
 * @param dropped by reason
 */
public record Balance(long received, long delivered, long buffered, Map<String, Long> dropped) {
  /** Copies the map. */
  public Balance {
    dropped = Map.copyOf(dropped);
  }

  /** Whether the numbers balance. */
  public boolean holds() {
    return received
        == delivered + buffered + dropped.values().stream().mapToLong(Long::longValue).sum();
  }
}
