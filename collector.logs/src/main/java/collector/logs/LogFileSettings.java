package collector.logs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import monitor.api.config.Values;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, checked.
 *
 * @param include which files to read
 * @param exclude which of them not
 * @param fromEnd whether the first run begins at the end of the files that are there
 * @param records how records are cut and read
 * @param scanInterval how often to search for files, if a search is short
 * @param rotateWait how long a file without a name must be quiet before it is left
 * @param maxOpenFiles most descriptors
 * @param copyWait how long a file that may be the copy of another is held back
 */
record LogFileSettings(
    List<PathPattern> include,
    List<PathPattern> exclude,
    boolean fromEnd,
    RecordSettings records,
    Duration scanInterval,
    Duration rotateWait,
    int maxOpenFiles,
    Duration copyWait) {
  private static final Duration COPY_WAIT = Duration.ofSeconds(5);

  /**
   * Checks a configuration.
   *
   * @throws IllegalArgumentException if something is wrong; the message has a line for each key
   */
  static LogFileSettings of(LogFileConfiguration configuration) {
    Check check = new Check();
    List<PathPattern> include = check.patterns("paths", configuration.paths());
    if (configuration.paths().length == 0) {
      check.problems.add("paths: names no files");
    }
    List<PathPattern> exclude = check.patterns("exclude", configuration.exclude());
    boolean fromEnd = check.start(configuration.start());
    RecordSettings records = RecordSettings.of(configuration, check.problems);
    Duration scan =
        check.of(
            () -> within("scan-interval", configuration.scan$_$interval(), Duration.ofMillis(10)),
            Duration.ZERO);
    Duration wait =
        check.of(
            () -> within("rotate-wait", configuration.rotate$_$wait(), Duration.ZERO),
            Duration.ZERO);
    int files = check.openFiles(configuration.max$_$open$_$files());
    check.finish();
    return new LogFileSettings(include, exclude, fromEnd, records, scan, wait, files, COPY_WAIT);
  }

  /** The defaults, for these files. */
  static LogFileSettings reading(List<String> paths) {
    return new LogFileSettings(
        paths.stream().map(PathPattern::parse).toList(),
        List.of(),
        false,
        RecordSettings.plain(64 << 10),
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        256,
        COPY_WAIT);
  }

  private static Duration within(String key, String text, Duration min) {
    Duration duration = Values.duration(key, text);
    if (duration.compareTo(min) < 0 || duration.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "%s: %s is not between %dms and 1h".formatted(key, text, min.toMillis()));
    }
    return duration;
  }

  /** Collects what is wrong, so that it is told at once. */
  private static final class Check {
    private final List<String> problems = new ArrayList<>();

    <T> T of(Supplier<T> value, T otherwise) {
      try {
        return value.get();
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
        return otherwise;
      }
    }

    List<PathPattern> patterns(String key, String[] texts) {
      List<PathPattern> patterns = new ArrayList<>();
      for (String text : texts) {
        PathPattern pattern = pattern(key, text);
        if (pattern != null) {
          patterns.add(pattern);
        }
      }
      return List.copyOf(patterns);
    }

    private @Nullable PathPattern pattern(String key, String text) {
      try {
        return PathPattern.parse(text);
      } catch (IllegalArgumentException e) {
        problems.add(key + ": " + e.getMessage());
        return null;
      }
    }

    boolean start(String text) {
      if (!text.equals("beginning") && !text.equals("end")) {
        problems.add("start: '%s' is neither 'beginning' nor 'end'".formatted(text));
      }
      return text.equals("end");
    }

    int openFiles(int number) {
      if (number < 1) {
        problems.add("max-open-files: %d is less than 1".formatted(number));
      }
      return number;
    }

    void finish() {
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", problems));
      }
    }
  }
}
