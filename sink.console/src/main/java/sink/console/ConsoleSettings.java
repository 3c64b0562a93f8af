package sink.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import monitor.api.event.Kind;

/**
 * What is printed, and how.
 *
 * @param format how a line looks
 * @param kinds names of the kinds that are printed; {@code *} for all
 */
record ConsoleSettings(Format format, Set<String> kinds) {
  /** How a line looks. */
  enum Format {
    JSON,
    TEXT
  }

  /** Copies the set. */
  ConsoleSettings {
    kinds = Set.copyOf(kinds);
  }

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException with every problem, each named by its key
   */
  static ConsoleSettings of(ConsoleConfiguration configuration) {
    List<String> problems = new ArrayList<>();
    String format = configuration.format();
    if (!format.equals("json") && !format.equals("text")) {
      problems.add("format: '%s' is neither json nor text".formatted(format));
    }
    if (configuration.kinds().length == 0) {
      problems.add("kinds: name at least one kind, or * for all");
    }
    for (String kind : configuration.kinds()) {
      checkKind(kind, problems);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new ConsoleSettings(
        Format.valueOf(format.toUpperCase(Locale.ROOT)),
        Set.copyOf(List.of(configuration.kinds())));
  }

  private static void checkKind(String name, List<String> problems) {
    try {
      if (!name.equals("*")) {
        new Kind(name);
      }
    } catch (IllegalArgumentException e) {
      problems.add("kinds: " + e.getMessage());
    }
  }

  /** Whether events of a kind are printed. */
  boolean prints(Kind kind) {
    return kinds.contains("*") || kinds.contains(kind.name());
  }
}
