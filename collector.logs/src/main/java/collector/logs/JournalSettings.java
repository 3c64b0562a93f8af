package collector.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import monitor.api.config.Values;

/**
 * The configuration, checked.
 *
 * @param filters arguments of journalctl that choose entries
 * @param fromEnd whether the first run begins at the end
 * @param fields further fields that become attributes
 * @param maxMessage most bytes of a message
 * @param directory folder of journal files; empty for the host's
 */
record JournalSettings(
    List<String> filters, boolean fromEnd, List<String> fields, int maxMessage, String directory) {
  private static final Set<String> PRIORITIES =
      Set.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");
  private static final Pattern FIELD = Pattern.compile("[A-Z0-9_]{1,64}");

  /**
   * Checks a configuration.
   *
   * @throws IllegalArgumentException if something is wrong; the message has a line for each key
   */
  static JournalSettings of(JournalConfiguration configuration) {
    List<String> problems = new ArrayList<>();
    List<String> filters = new ArrayList<>();
    add("units", "--unit=", configuration.units(), filters, problems);
    add("identifiers", "--identifier=", configuration.identifiers(), filters, problems);
    String priority = configuration.priority();
    if (!PRIORITIES.contains(priority)) {
      problems.add("priority: '%s' is not one of emerg to debug".formatted(priority));
    } else if (!priority.equals("debug")) {
      filters.add("--priority=" + priority);
    }
    String start = configuration.start();
    if (!start.equals("beginning") && !start.equals("end")) {
      problems.add("start: '%s' is neither 'beginning' nor 'end'".formatted(start));
    }
    for (String field : configuration.fields()) {
      if (!FIELD.matcher(field).matches()) {
        problems.add("fields: '%s' is not the name of a journal field".formatted(field));
      }
    }
    int size = size(configuration.max$_$message(), problems);
    String directory = configuration.directory();
    if (!directory.isEmpty() && !directory.startsWith("/")) {
      problems.add("directory: '%s' is not an absolute path".formatted(directory));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new JournalSettings(
        List.copyOf(filters),
        start.equals("end"),
        List.of(configuration.fields()),
        size,
        directory);
  }

  private static void add(
      String key, String option, String[] values, List<String> filters, List<String> problems) {
    for (String value : values) {
      if (value.isBlank()) {
        problems.add(key + ": has an empty name");
      }
      filters.add(option + value);
    }
  }

  private static int size(String text, List<String> problems) {
    try {
      long bytes = Values.size("max-message", text);
      if (bytes >= 256 && bytes <= 512 << 10) {
        return (int) bytes;
      }
      problems.add("max-message: %s is not between 256B and 512KiB".formatted(text));
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
    return 0;
  }
}
