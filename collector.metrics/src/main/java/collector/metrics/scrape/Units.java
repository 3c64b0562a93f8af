package collector.metrics.scrape;

import collector.metrics.exposition.Family;
import collector.metrics.exposition.MetricType;
import collector.metrics.exposition.Role;
import java.util.Map;
import monitor.api.event.Series;

/** The unit and the sort of a series, from what the text says and else from its name. */
final class Units {
  private static final String NONE = "1";

  /** Base units by their names in Prometheus and OpenMetrics, as UCUM codes. */
  private static final Map<String, String> CODES =
      Map.ofEntries(
          Map.entry("seconds", "s"),
          Map.entry("milliseconds", "ms"),
          Map.entry("microseconds", "us"),
          Map.entry("nanoseconds", "ns"),
          Map.entry("bytes", "By"),
          Map.entry("bits", "bit"),
          Map.entry("celsius", "Cel"),
          Map.entry("meters", "m"),
          Map.entry("metres", "m"),
          Map.entry("volts", "V"),
          Map.entry("amperes", "A"),
          Map.entry("joules", "J"),
          Map.entry("watts", "W"),
          Map.entry("hertz", "Hz"),
          Map.entry("grams", "g"),
          Map.entry("ratio", NONE),
          Map.entry("percent", "%"));

  private Units() {}

  /** A series without attributes. */
  static Series series(String name, Family family, Role role) {
    return isCounter(family.type(), role)
        ? Series.counter(name, code(family, role))
        : Series.gauge(name, code(family, role));
  }

  private static boolean isCounter(MetricType type, Role role) {
    return switch (role) {
      case TOTAL, COUNT, SUM -> true;
      case BUCKET -> type == MetricType.HISTOGRAM;
      case VALUE -> type == MetricType.COUNTER;
      case CREATED, GCOUNT, GSUM, INFO -> false;
    };
  }

  private static String code(Family family, Role role) {
    return switch (role) {
      case CREATED -> "s";
      case COUNT, GCOUNT, BUCKET, INFO -> NONE;
      case VALUE, TOTAL, SUM, GSUM -> code(family);
    };
  }

  private static String code(Family family) {
    String unit = family.unit();
    if (unit.isEmpty()) {
      String name = family.name().replaceFirst("_total$", "");
      return CODES.getOrDefault(name.substring(name.lastIndexOf('_') + 1), NONE);
    }
    return CODES.getOrDefault(unit, unit);
  }
}
