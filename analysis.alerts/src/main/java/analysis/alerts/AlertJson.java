package analysis.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.event.Attributes;
import monitor.api.query.Alert;
import monitor.api.query.AlertRule;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as JSON. Trees only: binding would leave classes of this version in caches of the library,
 * which outlive it.
 */
final class AlertJson {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private AlertJson() {}

  /** What a webhook is told when an alert begins or is over. */
  static Notification notification(Alert alert) {
    String key = alert.id() + "-" + lower(alert.state());
    ObjectNode body = MAPPER.createObjectNode();
    body.put("key", key);
    body.put("text", text(alert));
    body.setAll(write(alert));
    return new Notification(key, string(body));
  }

  private static String text(Alert alert) {
    String what = "%s of %s".formatted(named(alert.metric(), alert.attributes()), alert.host());
    String value = Rule.number(alert.value());
    return alert.state() == Alert.State.RESOLVED
        ? "%s is over: %s, %s (%s)".formatted(alert.rule(), what, alert.reason(), value)
        : "%s: %s is %s (%s)".formatted(alert.rule(), what, value, alert.condition());
  }

  private static String named(String metric, Map<String, Object> attributes) {
    return attributes.isEmpty() ? metric : metric + attributes;
  }

  static ObjectNode write(Alert alert) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", alert.id());
    node.put("rule", alert.rule());
    node.put("severity", lower(alert.severity()));
    node.put("state", lower(alert.state()));
    node.put("host", alert.host());
    node.put("metric", alert.metric());
    node.put("unit", alert.unit());
    node.set("attributes", attributes(alert.attributes()));
    node.put("condition", alert.condition());
    node.put("value", alert.value());
    node.put("since", alert.since().toString());
    if (alert.ended() != null) {
      node.put("ended", alert.ended().toString());
    }
    if (alert.reason() != null) {
      node.put("reason", alert.reason());
    }
    return node;
  }

  static Alert alert(JsonNode node) {
    return new Alert(
        text(node, "id"),
        text(node, "rule"),
        constant(AlertRule.Severity.class, node, "severity"),
        constant(Alert.State.class, node, "state"),
        text(node, "host"),
        text(node, "metric"),
        text(node, "unit"),
        attributes(node.path("attributes")).asMap(),
        text(node, "condition"),
        number(node, "value"),
        Instant.parse(text(node, "since")),
        instant(node, "ended"),
        node.hasNonNull("reason") ? text(node, "reason") : null);
  }

  static ObjectNode attributes(Map<String, Object> attributes) {
    ObjectNode node = MAPPER.createObjectNode();
    attributes.forEach((name, value) -> {
      switch (value) {
        case Long number -> node.put(name, number);
        case Double number -> node.put(name, number);
        case Boolean flag -> node.put(name, flag);
        case List<?> list -> {
          ArrayNode array = node.putArray(name);
          list.forEach(each -> array.add(each.toString()));
        }
        default -> node.put(name, value.toString());
      }
    });
    return node;
  }

  static Attributes attributes(JsonNode node) {
    Map<String, Object> attributes = new TreeMap<>();
    node.properties().forEach(entry -> attributes.put(entry.getKey(), value(entry.getValue())));
    return Attributes.of(attributes);
  }

  private static Object value(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.longValue();
    }
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isArray() ? texts(node) : node.asText();
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  static String text(JsonNode node, String name) {
    return node.path(name).asText();
  }

  /** A number; what is none stands as a text. */
  static double number(JsonNode node, String name) {
    return Double.parseDouble(text(node, name));
  }

  static @Nullable Instant instant(JsonNode node, String name) {
    return node.hasNonNull(name) ? Instant.parse(text(node, name)) : null;
  }

  static <T extends Enum<T>> T constant(Class<T> type, JsonNode node, String name) {
    return Enum.valueOf(type, text(node, name).toUpperCase(Locale.ROOT));
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** As text: half a surrogate pair, which a host name may hold, has no form in UTF-8. */
  static String string(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }
}
