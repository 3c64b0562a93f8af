package monitor.deployer;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Why plugins could not be started, until they are. Thread-safe. */
final class StartFailures {
  private final Map<String, String> reasons = new ConcurrentHashMap<>();

  void failed(String plugin, String reason) {
    reasons.put(plugin, reason);
  }

  void changed(String plugin) {
    reasons.remove(plugin);
  }

  Optional<String> reason(String plugin) {
    return Optional.ofNullable(reasons.get(plugin));
  }
}
