package monitor.rest.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import monitor.rest.http.Json;

/**
 * An immutable value and the file it is kept in: a change is on disk before it is seen.
 * Thread-safe.
 *
 * @param <T> a record that JSON can write
 */
final class Store<T> {
  private final Path file;
  private volatile T value;

  /**
   * Reads the file, if there is one.
   *
   * @throws IllegalStateException if it cannot be read: to begin anew would open the door
   */
  Store(Path file, Class<T> type, T empty) {
    this.file = file;
    try {
      value =
          Files.exists(file)
              ? Objects.requireNonNull(Json.read(Files.readAllBytes(file), type))
              : empty;
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          "%s cannot be read; restore it, or remove it to begin without: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** The value. */
  T get() {
    return value;
  }

  /**
   * Changes the value.
   *
   * @throws IOException if the change cannot be made durable; then nothing has changed
   */
  synchronized void change(UnaryOperator<T> step) throws IOException {
    T next = step.apply(value);
    if (!next.equals(value)) {
      SecretFile.write(file, Json.write(next));
      value = next;
    }
  }
}
