package monitor.rest.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The secret of the set-up link: whoever can read the data folder, and nobody else, may make the
 * first administrator. Thread-safe.
 */
final class SetupSecret {
  private final Path file;

  /** In this file. */
  SetupSecret(Path file) {
    this.file = file;
  }

  /** Makes the secret unless there is one. */
  void offer() throws IOException {
    if (!Files.exists(file)) {
      SecretFile.write(file, (Secrets.create() + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Whether this is the secret. */
  boolean matches(String secret) throws IOException {
    return Files.exists(file) && Secrets.equal(Files.readString(file).strip(), secret);
  }

  /** Takes the secret back: the set-up is over. */
  void withdraw() throws IOException {
    Files.deleteIfExists(file);
  }
}
