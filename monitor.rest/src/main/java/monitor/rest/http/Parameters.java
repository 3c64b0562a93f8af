package monitor.rest.http;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parameters of one query, taken one by one; {@link #finish} refuses what nobody took, so that
 * a misspelt parameter never silently widens an answer.
 */
public final class Parameters {
  private static final int MAX_LENGTH = 4096;

  private final Map<String, String> open = new TreeMap<>();

  /**
   * Checks that each comes once and is of bearable length.
   *
   * @throws Problem 400
   */
  public Parameters(Map<String, String[]> values) {
    values.forEach((name, all) -> {
      if (all.length != 1) {
        throw Problem.parameter(name, "may be given once only");
      }
      if (all[0].length() > MAX_LENGTH || all[0].indexOf('\0') >= 0) {
        throw Problem.parameter(name, "is too long or has a character that no value has");
      }
      open.put(name, all[0]);
    });
  }

  /** Takes a parameter; an empty one counts as absent. */
  public Optional<String> take(String name) {
    return Optional.ofNullable(open.remove(name)).filter(value -> !value.isEmpty());
  }

  /** Takes a parameter that may stand without a value: whether it is there. */
  public boolean flag(String name) {
    return open.remove(name) != null;
  }

  /**
   * Takes {@code true} or {@code false}; absent is false.
   *
   * @throws Problem 400 if it is neither
   */
  public boolean truth(String name) {
    return switch (take(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problem.parameter(name, "must be true or false");
    };
  }

  /**
   * Takes a whole number.
   *
   * @throws Problem 400 if it is none, or out of range
   */
  public int number(String name, int fallback, int min, int max) {
    Optional<String> text = take(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, with the range.
    }
    throw Problem.parameter(name, "must be a whole number from %d to %d".formatted(min, max));
  }

  /** Takes all whose names begin so, without that beginning; each needs a value. */
  public Map<String, String> all(String prefix) {
    Map<String, String> found = new TreeMap<>();
    open.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        if (name.length() == prefix.length() || value.isEmpty()) {
          throw Problem.parameter(name, "has to be %sNAME=VALUE".formatted(prefix));
        }
        found.put(name.substring(prefix.length()), value);
      }
    });
    open.keySet().removeIf(name -> name.startsWith(prefix));
    return found;
  }

  /** Takes all that are left. */
  public Map<String, String> rest() {
    Map<String, String> rest = new TreeMap<>(open);
    open.clear();
    return rest;
  }

  /**
   * Ends taking.
   *
   * @throws Problem 400 naming each parameter that nobody took
   */
  public void finish() {
    if (!open.isEmpty()) {
      throw Problem.invalid(
          open.keySet().stream()
              .map(name -> new Problem.Fault(name, "is not a parameter of this route"))
              .toList());
    }
  }
}
