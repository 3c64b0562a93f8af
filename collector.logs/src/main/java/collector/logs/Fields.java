package collector.logs;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.event.Attributes;
import monitor.api.event.Severity;
import org.jspecify.annotations.Nullable;

/** What a format found in a line: named values, and among them its time and severity. */
final class Fields {
  /** What a line may become in all, so that no line makes an event that is too large to emit. */
  private static final int MOST = 256;

  private static final int LONGEST = 128 << 10;

  private static final Map<String, Severity> LEVELS =
      Map.ofEntries(
          Map.entry("trace", Severity.TRACE),
          Map.entry("finest", Severity.TRACE),
          Map.entry("debug", Severity.DEBUG),
          Map.entry("fine", Severity.DEBUG),
          Map.entry("info", Severity.INFO),
          Map.entry("information", Severity.INFO),
          Map.entry("informational", Severity.INFO),
          Map.entry("notice", Severity.INFO),
          Map.entry("warn", Severity.WARN),
          Map.entry("warning", Severity.WARN),
          Map.entry("err", Severity.ERROR),
          Map.entry("error", Severity.ERROR),
          Map.entry("severe", Severity.ERROR),
          Map.entry("crit", Severity.FATAL),
          Map.entry("critical", Severity.FATAL),
          Map.entry("fatal", Severity.FATAL),
          Map.entry("alert", Severity.FATAL),
          Map.entry("emerg", Severity.FATAL),
          Map.entry("panic", Severity.FATAL));

  private final Map<String, Object> values = new TreeMap<>();
  private int length;
  private long timeNanos;
  private Severity severity = Severity.UNSPECIFIED;

  /** A value; beyond the limits it is left out, since the line itself has it. */
  void put(String name, @Nullable Object value) {
    int more = name.length() + String.valueOf(value).length();
    if (value != null && !name.isEmpty() && values.size() < MOST && length + more <= LONGEST) {
      length += more;
      values.put(name, value);
    }
  }

  /** The time of the line, in nanoseconds since 1970; 0 is none. */
  void time(long nanos) {
    timeNanos = nanos;
  }

  void severity(Severity level) {
    severity = level;
  }

  /** By a level word in any case; a word that is none changes nothing. */
  void level(String word) {
    severity = LEVELS.getOrDefault(word.toLowerCase(Locale.ROOT), severity);
  }

  long timeNanos() {
    return timeNanos;
  }

  Severity severity() {
    return severity;
  }

  /** Takes a field out, and gives its value, or null. */
  @Nullable Object remove(String name) {
    return values.remove(name);
  }

  /** How many there are. */
  int size() {
    return values.size();
  }

  /** The attributes of the file and the values; a value does not hide an attribute of the file. */
  Attributes with(Attributes file) {
    Map<String, Object> all = new TreeMap<>(values);
    all.putAll(file.asMap());
    return Attributes.of(all);
  }

  /** How many characters they have in all. */
  int length() {
    return length;
  }
}
