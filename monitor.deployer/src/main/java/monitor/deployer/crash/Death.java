package monitor.deployer.crash;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A process of the platform that ended unexpectedly, as far as it could be a plugin's doing.
 *
 * @param key names it once and for all
 * @param time when
 * @param how for a person, after "the process ended"
 * @param types classes on the stack of the thread that crashed, the innermost first; empty if the
 *     JVM did not crash
 */
record Death(String key, Instant time, String how, Set<String> types) {
  /** Whether the JVM itself crashed and said where. */
  boolean crashed() {
    return !types.isEmpty();
  }

  /** The first class that one of these is the owner of. */
  Optional<String> ownerOf(java.util.function.Function<String, Optional<String>> owner) {
    return types.stream().map(owner).flatMap(Optional::stream).findFirst();
  }
}
