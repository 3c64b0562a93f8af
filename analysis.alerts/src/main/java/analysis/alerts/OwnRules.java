package analysis.alerts;

import static analysis.alerts.AlertJson.MAPPER;
import static analysis.alerts.AlertJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.query.AlertRule;

/** The rules that were made through the API, in a file of their own. Used under one lock. */
final class OwnRules {
  /** Most of them. */
  static final int MOST = 1000;

  private final JsonFile file;
  private final Map<String, AlertRule> rules = new TreeMap<>();

  /**
   * What was kept in a file.
   *
   * @throws IOException if the disk does not let it be read
   */
  OwnRules(JsonFile file) throws IOException {
    this.file = file;
    List<AlertRule> kept = file.read(OwnRules::rules);
    if (kept != null) {
      kept.forEach(rule -> rules.put(rule.name(), rule));
    }
  }

  /** All of them, by name. */
  Collection<AlertRule> all() {
    return List.copyOf(rules.values());
  }

  /**
   * Adds or changes one.
   *
   * @throws IOException if it cannot be stored; it is then as before
   */
  void put(AlertRule rule) throws IOException {
    if (!rules.containsKey(rule.name()) && rules.size() >= MOST) {
      throw new IllegalStateException(
          "there are %d rules, and no more can be made".formatted(MOST));
    }
    Map<String, AlertRule> changed = new TreeMap<>(rules);
    changed.put(rule.name(), rule);
    replace(changed);
  }

  /**
   * Removes one; whether it was there.
   *
   * @throws IOException if that cannot be stored; it is then as before
   */
  boolean remove(String name) throws IOException {
    Map<String, AlertRule> changed = new TreeMap<>(rules);
    if (changed.remove(name) == null) {
      return false;
    }
    replace(changed);
    return true;
  }

  private void replace(Map<String, AlertRule> changed) throws IOException {
    ObjectNode node = MAPPER.createObjectNode();
    ArrayNode array = node.putArray("rules");
    changed.values().forEach(rule -> array.add(write(rule)));
    file.write(node);
    rules.clear();
    rules.putAll(changed);
  }

  private static ObjectNode write(AlertRule rule) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("name", rule.name());
    node.put("metric", rule.metric());
    rule.hosts().forEach(node.putArray("hosts")::add);
    ObjectNode attributes = node.putObject("attributes");
    rule.attributes().forEach(attributes::put);
    node.put("comparison", rule.comparison().name());
    node.put("threshold", rule.threshold());
    node.put("hysteresis", rule.hysteresis());
    node.put("hold", rule.hold().toString());
    node.put("coolDown", rule.coolDown().toString());
    node.put("noData", rule.noData().toString());
    node.put("severity", rule.severity().name());
    rule.webhooks().forEach(node.putArray("webhooks")::add);
    return node;
  }

  private static List<AlertRule> rules(JsonNode node) throws IOException {
    try {
      return node.path("rules").valueStream().map(OwnRules::rule).toList();
    } catch (RuntimeException e) {
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
  }

  private static AlertRule rule(JsonNode node) {
    Map<String, String> attributes = new TreeMap<>();
    node.path("attributes")
        .properties()
        .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
    return new AlertRule(
        text(node, "name"),
        text(node, "metric"),
        AlertJson.texts(node.path("hosts")),
        attributes,
        AlertJson.constant(AlertRule.Comparison.class, node, "comparison"),
        AlertJson.number(node, "threshold"),
        AlertJson.number(node, "hysteresis"),
        Duration.parse(text(node, "hold")),
        Duration.parse(text(node, "coolDown")),
        Duration.parse(text(node, "noData")),
        AlertJson.constant(AlertRule.Severity.class, node, "severity"),
        AlertJson.texts(node.path("webhooks")));
  }
}
