package monitor.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the ends of the transport that are built from here say of themselves. */
final class Software {
  private Software() {}

  /** Name, version and Java, such as {@code monitor 1.2.0, Java 25}. */
  static String name() {
    return "monitor %s, Java %d".formatted(version(), Runtime.version().feature());
  }

  /** Written by the build. */
  private static String version() {
    try (InputStream stream = Software.class.getResourceAsStream("version.txt")) {
      return stream == null
          ? "?"
          : new String(stream.readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
