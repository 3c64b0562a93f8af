package analysis.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import monitor.api.config.Values;
import org.jspecify.annotations.Nullable;

/**
 * One table as the configuration service has it, and what is wrong with it, each with the place
 * that it stands in.
 */
final class Fields {
  private static final String ORIGIN = "monitor.origin";

  private final String pid;
  private final Dictionary<String, Object> properties;
  private final Map<String, String> origins = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  Fields(String pid, Dictionary<String, Object> properties) {
    this.pid = pid;
    this.properties = properties;
    for (String origin : texts(ORIGIN)) {
      int equals = origin.indexOf('=');
      origins.put(origin.substring(0, equals), origin.substring(equals + 1));
    }
  }

  /** What the instance is called. */
  String name() {
    return pid.substring(pid.indexOf('~') + 1);
  }

  /** Where the table stands, as {@code file:line} of its name; empty if it is not told. */
  String origin() {
    return origins.getOrDefault("name", "");
  }

  String text(String key, String fallback) {
    return properties.get(key) instanceof String text ? text : fallback;
  }

  List<String> texts(String key) {
    @Nullable Object value = properties.get(key);
    return value instanceof String[] texts ? List.of(texts) : List.of();
  }

  double number(String key, double fallback) {
    return properties.get(key) instanceof Number number ? number.doubleValue() : fallback;
  }

  Duration duration(String key, Duration fallback) {
    String text = text(key, "");
    try {
      return text.isEmpty() ? fallback : Values.duration(key, text);
    } catch (IllegalArgumentException e) {
      problem(String.valueOf(e.getMessage()));
      return fallback;
    }
  }

  /** Takes over what is wrong: each begins with a key and a colon. */
  void problems(List<String> more) {
    more.forEach(this::problem);
  }

  /** Takes over what is wrong with one key. */
  void problem(String keyAndMessage) {
    String key = keyAndMessage.split(":", 2)[0];
    String place = origins.getOrDefault(key, origin());
    problems.add("%s%s.%s".formatted(place.isEmpty() ? "" : place + ": ", pid, keyAndMessage));
  }

  /** What is wrong. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** What is wrong in one text; null if nothing is. */
  @Nullable String problem() {
    return problems.isEmpty() ? null : String.join("\n", problems);
  }
}
