package monitor.deployer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import monitor.deployer.verify.JarArchive;

/**
 * Files that are on their way: one is there when nobody has written to it for a moment and its end
 * is there, or when it stays incomplete for longer. For one thread.
 */
final class Arrivals {
  private static final Duration STABLE = Duration.ofMillis(150);
  private static final Duration GIVEN_UP = Duration.ofMillis(1500);

  private final Map<String, Look> looks = new HashMap<>();

  private record Look(DroppedFile file, long sinceNanos) {}

  boolean isEmpty() {
    return looks.isEmpty();
  }

  /** Whether the file is to be taken now. */
  boolean ready(Path path, DroppedFile now) {
    String name = path.getFileName().toString();
    Look before = looks.get(name);
    if (before == null || !before.file().equals(now)) {
      looks.put(name, new Look(now, System.nanoTime()));
      return false;
    }
    Duration unchanged = Duration.ofNanos(System.nanoTime() - before.sinceNanos());
    return unchanged.compareTo(GIVEN_UP) >= 0
        || (unchanged.compareTo(STABLE) >= 0 && JarArchive.hasDirectory(path));
  }

  void forget(String name) {
    looks.remove(name);
  }

  void retain(Set<String> names) {
    looks.keySet().retainAll(names);
  }
}
