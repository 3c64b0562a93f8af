package probe.reachability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import monitor.api.config.Values;
import monitor.api.event.Attributes;
import monitor.api.probe.Target;

/**
 * The configuration, checked.
 *
 * @param probe name of the probe
 * @param targets what to test, each once
 * @param interval from the start of one round to the start of the next
 * @param tags attributes of every result
 */
record ReachabilitySettings(
    String probe, List<Target> targets, Duration interval, Attributes tags) {
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);
  private static final int MOST_SAMPLES = 1000;

  /**
   * Checks a configuration.
   *
   * @throws IllegalArgumentException if something is wrong; the message has a line for each key
   */
  static ReachabilitySettings of(ReachabilityConfiguration configuration) {
    List<String> problems = new ArrayList<>();
    if (configuration.probe().isBlank()) {
      problems.add("probe: names no probe");
    }
    Duration interval =
        duration(
            "interval", configuration.interval(), SHORTEST_INTERVAL, LONGEST_INTERVAL, problems);
    Duration timeout =
        duration("timeout", configuration.timeout(), SHORTEST_TIMEOUT, LONGEST_TIMEOUT, problems);
    int samples = configuration.samples();
    if (samples < 1 || samples > MOST_SAMPLES) {
      problems.add("samples: %d is not between 1 and %d".formatted(samples, MOST_SAMPLES));
    }
    Map<String, String> parameters = pairs("parameters", configuration.parameters(), problems);
    Map<String, String> tags = pairs("tags", configuration.tags(), problems);
    List<String> addresses = addresses(configuration.targets(), problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    List<Target> targets =
        addresses.stream()
            .map(address -> new Target(address, timeout, samples, parameters))
            .toList();
    return new ReachabilitySettings(
        configuration.probe().strip(), targets, interval, Attributes.of(tags));
  }

  private static List<String> addresses(String[] targets, List<String> problems) {
    LinkedHashSet<String> addresses = new LinkedHashSet<>();
    for (String target : targets) {
      if (target.isBlank()) {
        problems.add("targets: one of them is empty");
      }
      addresses.add(target.strip());
    }
    if (addresses.isEmpty()) {
      problems.add("targets: names none");
    }
    return List.copyOf(addresses);
  }

  private static Duration duration(
      String key, String text, Duration min, Duration max, List<String> problems) {
    try {
      Duration duration = Values.duration(key, text);
      if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
        return duration;
      }
      problems.add(
          "%s: %s is not between %s and %s"
              .formatted(key, text, Durations.text(min), Durations.text(max)));
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return min;
  }

  private static Map<String, String> pairs(String key, String[] texts, List<String> problems) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        problems.add("%s: '%s' is not of the form name=value".formatted(key, text));
      } else {
        pairs.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      }
    }
    return pairs;
  }
}
