package monitor.itest;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The wall clock of a process and of those that it starts, as libfaketime shows it: the real one
 * and an offset that can be changed at any time. The monotonic clock stays as it is; without {@code
 * FORCE_MONOTONIC_FIX=0} the library would make every wait of Java return at once.
 */
final class FakeClock {
  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final int DEPTH = 3;

  private final Path file;
  private Duration offset = Duration.ZERO;

  FakeClock(Path file) throws IOException {
    this.file = file;
    jump(Duration.ZERO);
  }

  /** What has to stand before the command. */
  String[] before() throws IOException {
    Path library = library();
    assumeThat(library).as("not run: libfaketime absent").isNotNull();
    return new String[] {
      "env",
      "LD_PRELOAD=" + library,
      "FAKETIME_TIMESTAMP_FILE=" + file,
      "FAKETIME_CACHE_DURATION=1",
      "FAKETIME_DONT_FAKE_MONOTONIC=1",
      "FAKETIME_FORCE_MONOTONIC_FIX=0"
    };
  }

  private static Path library() throws IOException {
    try (Stream<Path> found =
        Files.find(LIBRARIES, DEPTH, (path, a) -> path.endsWith("faketime/libfaketime.so.1"))) {
      return found.findFirst().orElse(null);
    }
  }

  /** Moves it away from the real time; seen within a second. */
  void jump(Duration newOffset) throws IOException {
    Path draft = file.resolveSibling("clock.new");
    Files.writeString(draft, "%+d%n".formatted(newOffset.toSeconds()));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    offset = newOffset;
  }

  /** What it shows. */
  Instant now() {
    return Instant.now().plus(offset);
  }
}
