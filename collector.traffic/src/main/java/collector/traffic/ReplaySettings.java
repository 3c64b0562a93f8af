package collector.traffic;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * Which files are read.
 *
 * @param paths absolute; the last part of each is a glob
 * @param settle since its last change a file is complete
 * @param traffic what is told of the packets
 */
record ReplaySettings(List<Path> paths, Duration settle, TrafficSettings traffic) {
  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException with every problem, each named by its key
   */
  static ReplaySettings of(ReplayConfiguration configuration) {
    Reading reading = new Reading();
    List<Path> paths =
        reading.names("paths", configuration.paths()).stream()
            .map(text -> path(reading, text))
            .toList();
    Duration settle = reading.duration("settle", configuration.settle(), "0s", "1d");
    FlowSettings flows =
        new FlowSettings(
            reading.duration("flows.interval", configuration.flows_interval(), "1s", "1d"),
            reading.number("flows.max", configuration.flows_max(), 16, 1_000_000),
            reading.duration("flows.idle", configuration.flows_idle(), "1s", "1d"),
            reading.duration("flows.tcp-idle", configuration.flows_tcp$_$idle(), "1s", "1d"),
            reading.number("talkers.top", configuration.talkers_top(), 0, 1000));
    Duration interval = reading.duration("interval", configuration.interval(), "1s", "1h");
    reading.throwProblems();
    return new ReplaySettings(
        paths,
        settle,
        new TrafficSettings(interval, flows, configuration.dns(), configuration.tls()));
  }

  private static Path path(Reading reading, String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute() && path.getFileName() != null) {
        FileSystems.getDefault().getPathMatcher("glob:" + path.getFileName());
        return path;
      }
      reading.problem("paths: '%s' is not the absolute path of a file".formatted(text));
    } catch (InvalidPathException | PatternSyntaxException e) {
      reading.problem("paths: '%s' is not a path: %s".formatted(text, e.getMessage()));
    }
    return Path.of("/");
  }
}
