package monitor.config;

import java.nio.file.Path;

/**
 * Something that is wrong in a configuration. Its text never holds the value of a secret.
 *
 * @param file where it is
 * @param line counted from 1; 0 if the file as a whole is meant
 * @param key the table and key that are meant; empty if none is known
 * @param message what is wrong
 */
public record Problem(Path file, int line, String key, String message) {
  /** {@code file:line: key: message}, the form that editors jump to. */
  @Override
  public String toString() {
    String place = line > 0 ? "%s:%d".formatted(file, line) : file.toString();
    return key.isEmpty()
        ? "%s: %s".formatted(place, message)
        : "%s: %s: %s".formatted(place, key, message);
  }
}
