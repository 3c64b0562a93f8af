package collector.logs;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import monitor.api.config.Values;
import org.jspecify.annotations.Nullable;

/**
 * How records are cut and read, checked.
 *
 * @param encoding how characters are written
 * @param lineEnd the character that ends a line
 * @param maxLine most bytes of a record
 * @param multiline which lines belong together
 * @param multilinePattern the expression of {@code starts} and {@code continues}
 * @param furtherWait how long a record waits for a further line
 * @param format what finds fields
 * @param pattern the expression of {@code pattern}
 * @param zone of times that do not tell theirs
 * @param bodyField the field that becomes the body; empty for none
 */
record RecordSettings(
    Encoding encoding,
    char lineEnd,
    int maxLine,
    String multiline,
    String multilinePattern,
    Duration furtherWait,
    String format,
    String pattern,
    ZoneId zone,
    String bodyField) {
  private static final List<String> MULTILINE =
      List.of("off", "indent", "stack-trace", "starts", "continues");
  private static final List<String> FORMATS =
      List.of("raw", "json", "logfmt", "syslog", "access", "pattern");
  private static final long SHORTEST = 256;
  private static final long LONGEST = 512 << 10;

  /** Lines of UTF-8 as they are. */
  static RecordSettings plain(int maxLine) {
    return new RecordSettings(
        Encoding.UTF_8,
        '\n',
        maxLine,
        "off",
        "",
        Duration.ofSeconds(1),
        "raw",
        "",
        ZoneId.systemDefault(),
        "");
  }

  /** Checks the keys of a configuration; what is wrong is added to the problems. */
  static RecordSettings of(LogFileConfiguration configuration, List<String> problems) {
    Encoding encoding = encoding(configuration.encoding(), problems);
    one("line-end", configuration.line$_$end(), List.of("lf", "cr"), problems);
    one("multiline", configuration.multiline(), MULTILINE, problems);
    one("format", configuration.format(), FORMATS, problems);
    boolean joins =
        configuration.multiline().equals("starts") || configuration.multiline().equals("continues");
    expression("multiline-pattern", configuration.multiline$_$pattern(), joins, problems);
    boolean matches = configuration.format().equals("pattern");
    expression("pattern", configuration.pattern(), matches, problems);
    return new RecordSettings(
        encoding,
        configuration.line$_$end().equals("cr") ? '\r' : '\n',
        maxLine(configuration.max$_$line(), encoding, problems),
        configuration.multiline(),
        configuration.multiline$_$pattern(),
        wait(configuration.multiline$_$wait(), problems),
        configuration.format(),
        configuration.pattern(),
        zone(configuration.time$_$zone(), problems),
        configuration.body$_$field());
  }

  private static Encoding encoding(String text, List<String> problems) {
    for (Encoding encoding : Encoding.values()) {
      if (encoding.key().equals(text)) {
        return encoding;
      }
    }
    problems.add("encoding: '%s' is not one of utf-8, latin-1, utf-16le, utf-16be".formatted(text));
    return Encoding.UTF_8;
  }

  private static void one(String key, String text, List<String> of, List<String> problems) {
    if (!of.contains(text)) {
      problems.add("%s: '%s' is not one of %s".formatted(key, text, String.join(", ", of)));
    }
  }

  private static void expression(String key, String text, boolean wanted, List<String> problems) {
    if (wanted == text.isEmpty()) {
      problems.add(key + (wanted ? ": is missing" : ": is given, but nothing uses it"));
    }
    try {
      Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      problems.add("%s: %s".formatted(key, e.getDescription()));
    }
  }

  private static int maxLine(String text, Encoding encoding, List<String> problems) {
    try {
      long bytes = Values.size("max-line", text);
      long longest = encoding == Encoding.UTF_8 ? LONGEST : LONGEST / 2;
      if (bytes >= SHORTEST && bytes <= longest) {
        return (int) (bytes - bytes % encoding.unit());
      }
      problems.add("max-line: %s is not between 256B and %dKiB".formatted(text, longest >> 10));
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
    return (int) SHORTEST;
  }

  private static Duration wait(String text, List<String> problems) {
    try {
      Duration wait = Values.duration("multiline-wait", text);
      if (!wait.isZero() && wait.compareTo(Duration.ofMinutes(1)) <= 0) {
        return wait;
      }
      problems.add("multiline-wait: %s is not between 1ns and 1m".formatted(text));
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
    return Duration.ofSeconds(1);
  }

  private static ZoneId zone(String text, List<String> problems) {
    try {
      return text.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(text);
    } catch (DateTimeException e) {
      problems.add("time-zone: '%s' is no time zone".formatted(text));
      return ZoneId.systemDefault();
    }
  }

  /** The rules for one run. */
  LineRules rules(InstantSource clock) {
    return new LineRules(
        encoding, lineEnd, maxLine, continuation(), format(new TimeStamps(zone, clock)), bodyField);
  }

  private @Nullable Continuation continuation() {
    return switch (multiline) {
      case "indent" -> Continuation.indented();
      case "stack-trace" -> Continuation.stackTrace();
      case "starts" -> Continuation.notStartingWith(multilinePattern);
      case "continues" -> Continuation.startingWith(multilinePattern);
      default -> null;
    };
  }

  private @Nullable LineFormat format(TimeStamps times) {
    return switch (format) {
      case "json" -> new JsonFormat(times);
      case "logfmt" -> new LogfmtFormat(times);
      case "syslog" -> new SyslogFormat(times);
      case "access" -> PatternFormat.access(times);
      case "pattern" -> new PatternFormat(pattern, times);
      default -> null;
    };
  }
}
