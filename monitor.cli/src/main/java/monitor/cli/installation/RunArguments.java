package monitor.cli.installation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code monitor run} as scripts and service managers write them: long options,
 * each once. The parser of the other commands takes a sixth of the time until an agent is ready.
 *
 * @param values of the options that have one, by name
 * @param flags those that have none
 */
record RunArguments(Map<String, String> values, Set<String> flags) {
  private static final Set<String> WITH_VALUE =
      Set.of("--config", "--data", "--port", "--distribution");
  private static final Set<String> FLAGS = Set.of("--no-supervisor", "--verbose", "--once");

  /** Empty for whatever is written in another way, or wrong: the parser knows what to say. */
  static Optional<RunArguments> read(List<String> arguments) {
    if (arguments.isEmpty() || !arguments.getFirst().equals("run")) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    Set<String> flags = new HashSet<>();
    for (int i = 1; i < arguments.size(); i++) {
      String name = arguments.get(i);
      if (WITH_VALUE.contains(name)) {
        String value = ++i < arguments.size() ? arguments.get(i) : "";
        if (!plain(name, value) || values.put(name, value) != null) {
          return Optional.empty();
        }
      } else if (!FLAGS.contains(name) || !flags.add(name)) {
        return Optional.empty();
      }
    }
    return Optional.of(new RunArguments(values, flags));
  }

  /** Not another option, nor a file with arguments, nor something in quotes. */
  private static boolean plain(String name, String value) {
    return name.equals("--port")
        ? value.matches("[0-9]{1,5}")
        : value.matches("[\\p{L}0-9/.][^\"']*");
  }

  /** The value of an option; null if it was not given. */
  @Nullable String value(String name) {
    return values.get(name);
  }

  /** Whether a flag was given. */
  boolean has(String flag) {
    return flags.contains(flag);
  }
}
