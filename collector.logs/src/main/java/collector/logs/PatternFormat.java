package collector.logs;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression with named groups; the groups {@code time} and {@code level} give the time
 * and the severity. The work for one line is bounded, whatever the expression.
 */
final class PatternFormat implements LineFormat {
  private static final String REQUEST =
      "(?<address>\\S+) \\S+ (?<user>\\S+) \\[(?<time>[^\\]]{1,64})\\] \"(?<request>(?:[^\"\\\\]|\\\\.)*+)\" (?<status>\\d{3}) (?<bytes>\\d+|-)";

  private final Pattern pattern;
  private final Map<String, Integer> groups;
  private final TimeStamps times;

  /**
   * @throws java.util.regex.PatternSyntaxException if it is not a regular expression
   */
  PatternFormat(String expression, TimeStamps times) {
    this.pattern = Pattern.compile(expression);
    this.groups = pattern.namedGroups();
    this.times = times;
  }

  /** The access logs of Apache and nginx, common and combined. */
  static PatternFormat access(TimeStamps times) {
    return new PatternFormat(
        REQUEST
            + "(?: \"(?<referer>(?:[^\"\\\\]|\\\\.)*+)\" \"(?<agent>(?:[^\"\\\\]|\\\\.)*+)\")?.*",
        times);
  }

  @Override
  public boolean read(String line, Fields fields) {
    Matcher matcher = pattern.matcher(new BoundedText(line));
    try {
      if (!matcher.matches()) {
        return false;
      }
    } catch (BoundedText.TooMuchWorkException | StackOverflowError e) {
      return false;
    }
    groups.keySet().forEach(name -> accept(name, matcher.group(name), fields));
    return true;
  }

  private void accept(String name, @Nullable String value, Fields fields) {
    if (value == null || value.equals("-")) {
      return;
    }
    switch (name) {
      case "time" -> fields.time(times.parse(value));
      case "level" -> fields.level(value);
      default -> {}
    }
    fields.put(name, value);
  }
}
