package monitor.rest.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import monitor.api.event.Attributes;
import monitor.api.event.Series;
import org.jspecify.annotations.Nullable;

/** Reads one element of {@code metrics}. */
final class MetricReader {
  private static final Set<String> FIELDS =
      Set.of("name", "value", "unit", "instrument", "attributes");
  private static final int MAX_ATTRIBUTES = 64;

  private MetricReader() {}

  /**
   * Reads a metric.
   *
   * @param path before its fields
   * @param to takes the event, or what is wrong
   */
  static void read(String path, JsonNode node, long timeNanos, Attributes host, MetricsReader to) {
    if (!node.isObject()) {
      to.fault(path.substring(0, path.length() - 1), "is not an object");
      return;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        to.fault(path + field.getKey(), "is not a field of a metric");
      }
    }
    String name = text(node.get("name"), "");
    String unit = text(node.get("unit"), MetricsReader.NO_UNIT);
    String instrument = text(node.get("instrument"), "gauge");
    boolean fine = to.checkName(path + "name", name);
    fine &= to.checkValue(path + "value", node.get("value"));
    fine &= check(Texts.storable(unit, 64), path + "unit", "has to be a UCUM unit", to);
    boolean known = instrument.equals("gauge") || instrument.equals("counter");
    fine &= check(known, path + "instrument", "has to be gauge or counter", to);
    Attributes attributes = attributes(path + "attributes", node.get("attributes"), host, to);
    if (fine) {
      Series series =
          instrument.equals("gauge") ? Series.gauge(name, unit) : Series.counter(name, unit);
      to.take(series.with(attributes).sample(timeNanos, node.get("value").doubleValue()));
    }
  }

  private static boolean check(boolean fine, String path, String message, MetricsReader to) {
    if (!fine) {
      to.fault(path, message);
    }
    return fine;
  }

  /**
   * The text; the fallback if the field is absent, and something that no check accepts if wrong.
   */
  private static String text(@Nullable JsonNode node, String fallback) {
    if (node == null) {
      return fallback;
    }
    return node.isTextual() ? node.textValue() : "\0";
  }

  private static Attributes attributes(
      String path, @Nullable JsonNode node, Attributes host, MetricsReader to) {
    if (node == null) {
      return host;
    }
    if (!node.isObject() || node.size() > MAX_ATTRIBUTES) {
      to.fault(path, "has to be an object of at most %d attributes".formatted(MAX_ATTRIBUTES));
      return host;
    }
    Attributes attributes = host;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      Object value = value(field.getValue());
      if (value == null || field.getKey().isBlank() || !Texts.storable(field.getKey(), 200)) {
        to.fault(path + "." + field.getKey(), "has to be text, a number or a truth value");
      } else {
        attributes = attributes.with(field.getKey(), value);
      }
    }
    return attributes;
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.isTextual()) {
      return Texts.storable(node.textValue(), 4096) ? node.textValue() : null;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    return node.isNumber() && Double.isFinite(node.doubleValue()) ? node.doubleValue() : null;
  }
}
