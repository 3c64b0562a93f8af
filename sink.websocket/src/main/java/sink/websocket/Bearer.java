package sink.websocket;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import monitor.wire.PrivateFile;

/**
 * The token that this agent shows.
 *
 * @param token empty for none
 * @param file that holds it instead
 */
record Bearer(String token, Optional<Path> file) {
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  /** From the configuration, each blank for none. */
  static Bearer of(String token, String file) {
    return new Bearer(token, file.isBlank() ? Optional.empty() : Optional.of(Path.of(file)));
  }

  /**
   * The token as it is now; empty for none.
   *
   * @throws IOException if there should be one and is not, or others could read it
   */
  String text() throws IOException {
    if (file.isEmpty()) {
      return token;
    }
    String text = PrivateFile.read(file.get()).strip();
    if (!isToken(text)) {
      throw new IOException(file.get() + " holds no token");
    }
    return text;
  }

  /** Whether a header can hold it. */
  static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  /** Says nothing of the token. */
  @Override
  public String toString() {
    return file.map(Path::toString).orElse(token.isEmpty() ? "none" : "a token");
  }
}
