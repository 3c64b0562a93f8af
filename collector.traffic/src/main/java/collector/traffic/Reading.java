package collector.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import monitor.api.config.Values;

/** Reads a configuration and gathers its problems, so that a person sees all of them at once. */
final class Reading {
  private final List<String> problems = new ArrayList<>();

  void problem(String text) {
    problems.add(text);
  }

  Duration duration(String key, String text, String min, String max) {
    try {
      Duration value = Values.duration(key, text);
      if (value.compareTo(Values.duration(key, min)) < 0
          || value.compareTo(Values.duration(key, max)) > 0) {
        problem("%s: '%s' is not between %s and %s".formatted(key, text, min, max));
      }
      return value;
    } catch (IllegalArgumentException e) {
      problem(String.valueOf(e.getMessage()));
      return Duration.ofSeconds(1);
    }
  }

  long size(String key, String text, String min, String max) {
    try {
      long value = Values.size(key, text);
      if (value < Values.size(key, min) || value > Values.size(key, max)) {
        problem("%s: '%s' is not between %s and %s".formatted(key, text, min, max));
      }
      return value;
    } catch (IllegalArgumentException e) {
      problem(String.valueOf(e.getMessage()));
      return 0;
    }
  }

  int number(String key, int value, int min, int max) {
    if (value < min || value > max) {
      problem("%s: %d is not between %d and %d".formatted(key, value, min, max));
    }
    return value;
  }

  /** Texts without the empty ones, of which there must be one. */
  List<String> names(String key, String[] texts) {
    List<String> names =
        java.util.Arrays.stream(texts).map(String::strip).filter(text -> !text.isEmpty()).toList();
    if (names.isEmpty()) {
      problem(key + ": names none");
    }
    return names;
  }

  void throwProblems() {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }
}
