package zoo.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Which misbehaviour this jar is: what its file {@code animal} says. */
final class Animal {
  private Animal() {}

  static String name() {
    try (InputStream in = Animal.class.getResourceAsStream("/animal")) {
      return in == null ? "none" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
