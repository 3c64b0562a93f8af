package receiver.websocket;

import java.util.LinkedHashMap;

/**
 * Batches that could not be read: at first the wire may be to blame, and they are awaited again;
 * then they are refused for ever. Bounded; safe for many threads.
 */
final class Doubts {
  private static final int MOST_BATCHES = 1_000;
  private static final int MOST_TIMES = 5;

  private final LinkedHashMap<String, Integer> times = new LinkedHashMap<>();

  /** Counts a batch of an agent that cannot be read; whether that is for the last time. */
  synchronized boolean isCertain(String agent, String sha256) {
    String batch = sha256 + agent;
    if (times.size() >= MOST_BATCHES && !times.containsKey(batch)) {
      times.remove(times.firstEntry().getKey());
    }
    boolean certain = times.merge(batch, 1, Integer::sum) >= MOST_TIMES;
    if (certain) {
      times.remove(batch);
    }
    return certain;
  }
}
