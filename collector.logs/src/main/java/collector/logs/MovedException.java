package collector.logs;

import java.io.IOException;
import java.nio.file.Path;

/** A path leads to another file than a moment ago; the next scan finds where the old one is. */
final class MovedException extends IOException {
  private static final long serialVersionUID = 1L;

  MovedException(Path path) {
    super(path + " is another file by now");
  }
}
