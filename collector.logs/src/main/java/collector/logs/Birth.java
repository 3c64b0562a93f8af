package collector.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** When files were created, where the file system says. */
final class Birth {
  private Birth() {}

  /** The attributes of what a path leads to, symbolic links followed. */
  static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }

  /**
   * Milliseconds since 1970; 0 if unknown. Where a file system does not keep it, the time of the
   * last change is given instead, so a value equal to that says nothing.
   */
  static long millis(BasicFileAttributes attributes) {
    return attributes.creationTime().equals(attributes.lastModifiedTime())
        ? 0
        : Math.max(0, attributes.creationTime().toMillis());
  }
}
