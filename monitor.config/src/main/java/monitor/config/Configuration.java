package monitor.config;

import java.util.List;
import java.util.Map;

/**
 * A configuration that was read.
 *
 * @param properties of each PID; only complete if there are no problems. May hold secrets
 * @param problems what is wrong; a configuration with problems is never applied
 * @param warnings what was left out of what the console or the server set
 */
public record Configuration(
    Map<String, Map<String, Object>> properties, List<Problem> problems, List<Problem> warnings) {
  /** Copies the lists. */
  public Configuration {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** Whether it may be applied. */
  public boolean valid() {
    return problems.isEmpty();
  }

  /** Names only: the values may be secret. */
  @Override
  public String toString() {
    return "Configuration" + properties.keySet();
  }
}
