package monitor.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is set for one PID.
 *
 * @param type its description
 * @param pid the PID; of an instance {@code factory~name}
 * @param settings keys with dots; may be added to while files are read
 * @param file where it begins
 * @param line where it begins, counted from 1
 */
record Section(ObjectClass type, String pid, Map<String, Setting> settings, Path file, int line) {
  /** Key that lists the keys of its table that only the file may set. */
  static final String LOCKED = "locked";

  /** Key that names an instance. */
  static final String NAME = "name";

  /** Keys that only the file may set. */
  Set<String> locked() {
    return Optional.ofNullable(settings.get(LOCKED))
        .map(Setting::value)
        .filter(List.class::isInstance)
        .map(value ->
            (Set<String>) new TreeSet<>(((List<?>) value).stream().map(String::valueOf).toList()))
        .orElse(Set.of());
  }

  /** A problem with the section as a whole. */
  Problem problem(String message) {
    return new Problem(file, line, pid, message);
  }

  /** A problem with one of its keys. */
  Problem problem(String key, Setting setting, String message) {
    return new Problem(setting.file(), setting.line(), pid + "." + key, message);
  }
}
