package monitor.runtime.osgi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import monitor.api.config.Values;
import monitor.runtime.containment.Limits;

/**
 * The limits as they are configured.
 *
 * @param others of plugins that have none of their own
 * @param own by symbolic name
 * @param callDeadline how long a call into a component may take
 */
record LimitSettings(Limits others, Map<String, Limits> own, Duration callDeadline) {
  private static final int WORDS = 3;

  /** Copies the map. */
  LimitSettings {
    own = Map.copyOf(own);
  }

  /**
   * Of a configuration.
   *
   * @throws IllegalArgumentException if a value is none; the message names all of them
   */
  static LimitSettings of(LimitsConfiguration configuration) {
    List<String> problems = new ArrayList<>();
    Map<String, Limits> own = new HashMap<>();
    for (String text : configuration.plugins()) {
      try {
        String[] words = text.strip().split("\\s+");
        own.put(words[0], own(words, text));
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      }
    }
    Limits others = Limits.NONE;
    Duration deadline = Duration.ZERO;
    try {
      deadline = Values.duration("call.deadline", configuration.call_deadline());
      others = new Limits(configuration.events(), Values.size("bytes", configuration.bytes()));
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new LimitSettings(others, own, deadline);
  }

  private static Limits own(String[] words, String text) {
    if (words.length != WORDS || !words[1].matches("\\d{1,10}")) {
      throw new IllegalArgumentException(
          "plugins: '%s' is not a symbolic name, events and bytes a second, as in hello.plugin 500 1MiB"
              .formatted(text));
    }
    return new Limits(Long.parseLong(words[1]), Values.size("plugins", words[2]));
  }

  Limits of(String plugin) {
    return own.getOrDefault(plugin, others);
  }
}
