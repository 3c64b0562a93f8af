package probe.reachability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The settings that a target has beside its address, by name. */
final class Parameters {
  static final String FAMILY = "family";
  static final String PORT = "port";

  private Parameters() {}

  /** A problem for each parameter that is not among the known ones. */
  static List<String> unknown(Map<String, String> parameters, String... known) {
    List<String> problems = new ArrayList<>();
    for (String name : new TreeSet<>(parameters.keySet())) {
      if (!Set.of(known).contains(name)) {
        problems.add(
            "parameter %s is not known; known are %s".formatted(name, String.join(", ", known)));
      }
    }
    return problems;
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException if it is none or not between the limits
   */
  static int number(Map<String, String> parameters, String name, int otherwise, int min, int max) {
    String text = parameters.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, as for a number beyond the limits
    }
    throw new IllegalArgumentException(
        "parameter %s: '%s' is not a number from %d to %d".formatted(name, text, min, max));
  }

  /**
   * The wanted IP version, {@code family=4} or {@code 6}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Resolver.Family family(Map<String, String> parameters) {
    return switch (parameters.getOrDefault(FAMILY, "")) {
      case "" -> Resolver.Family.ANY;
      case "4" -> Resolver.Family.V4;
      case "6" -> Resolver.Family.V6;
      default ->
          throw new IllegalArgumentException(
              "parameter family: '%s' is neither 4 nor 6".formatted(parameters.get(FAMILY)));
    };
  }

  /** Runs what reads a parameter, and keeps what it says is wrong. */
  static void check(List<String> problems, Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }
}
