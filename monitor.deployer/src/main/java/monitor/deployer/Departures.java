package monitor.deployer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Files that are missing: one is gone when it stays missing for a moment, so that deleting it and
 * copying the next version there is an upgrade. For one thread.
 */
final class Departures {
  private static final Duration GONE = Duration.ofMillis(300);

  private final Map<String, Long> missingSinceNanos = new HashMap<>();

  boolean isEmpty() {
    return missingSinceNanos.isEmpty();
  }

  /** Whether a file that is missing now is gone. */
  boolean gone(String name) {
    long now = System.nanoTime();
    Long since = missingSinceNanos.putIfAbsent(name, now);
    boolean gone = since != null && now - since >= GONE.toNanos();
    if (gone) {
      missingSinceNanos.remove(name);
    }
    return gone;
  }

  /** These files are there. */
  void present(Set<String> names) {
    missingSinceNanos.keySet().removeAll(names);
  }
}
