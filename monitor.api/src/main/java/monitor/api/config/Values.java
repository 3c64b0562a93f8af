package monitor.api.config;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them in a configuration. */
public final class Values {
  private static final Pattern PART = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]+)");

  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private static final Map<String, Long> BYTES =
      Map.of(
          "B", 1L,
          "KB", 1_000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "TB", 1_000_000_000_000L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30,
          "TiB", 1L << 40);

  private Values() {}

  /**
   * A duration such as {@code 30s}, {@code 100ms} or {@code 1h30m}.
   *
   * @param key named in the message of an error
   * @throws IllegalArgumentException if it is not a duration
   */
  public static Duration duration(String key, String text) {
    return Duration.ofNanos(sum(key, text, NANOS, "a duration such as 30s or 100ms"));
  }

  /**
   * A size such as {@code 64MiB}, {@code 10KB} or {@code 512B}, in bytes.
   *
   * @param key named in the message of an error
   * @throws IllegalArgumentException if it is not a size
   */
  public static long size(String key, String text) {
    return sum(key, text, BYTES, "a size such as 64MiB or 10KB");
  }

  private static long sum(String key, String text, Map<String, Long> units, String form) {
    Matcher part = PART.matcher(text.strip());
    long total = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      total = add(key, text, total, part, units, form);
      end = part.end();
    }
    if (end == 0 || end != text.strip().length()) {
      throw wrong(key, text, units, form);
    }
    return total;
  }

  private static long add(
      String key, String text, long total, Matcher part, Map<String, Long> units, String form) {
    Long unit = units.get(part.group(2));
    if (unit == null) {
      throw wrong(key, text, units, form);
    }
    try {
      return Math.addExact(total, Math.multiplyExact(Long.parseLong(part.group(1)), unit));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("%s: '%s' is too large".formatted(key, text), e);
    }
  }

  private static IllegalArgumentException wrong(
      String key, String text, Map<String, Long> units, String form) {
    return new IllegalArgumentException(
        "%s: '%s' is not %s; units are %s"
            .formatted(key, text, form, String.join(", ", new TreeMap<>(units).keySet())));
  }
}
