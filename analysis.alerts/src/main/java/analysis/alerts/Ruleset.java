package analysis.alerts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import monitor.api.query.AlertRuleView;
import org.jspecify.annotations.Nullable;

/**
 * All rules and webhooks that there are. Immutable.
 *
 * @param rules in force, by name
 * @param webhooks in force, by name
 * @param webhookNames of all, also of wrong ones
 * @param views of all rules, also of wrong ones
 * @param problems everything that is wrong
 */
record Ruleset(
    Map<String, Rule> rules,
    Map<String, Webhook> webhooks,
    Set<String> webhookNames,
    List<AlertRuleView> views,
    List<String> problems,
    Map<String, List<Rule>> byMetric) {
  static final Ruleset NONE = new Ruleset(Map.of(), Map.of(), Set.of(), List.of(), List.of());

  Ruleset(
      Map<String, Rule> rules,
      Map<String, Webhook> webhooks,
      Set<String> webhookNames,
      List<AlertRuleView> views,
      List<String> problems) {
    this(
        new TreeMap<>(rules),
        new TreeMap<>(webhooks),
        new TreeSet<>(webhookNames),
        List.copyOf(views),
        List.copyOf(problems),
        byMetric(rules));
  }

  private static Map<String, List<Rule>> byMetric(Map<String, Rule> rules) {
    Map<String, List<Rule>> byMetric = new HashMap<>();
    for (Rule rule : rules.values()) {
      byMetric.merge(
          rule.settings().metric(),
          List.of(rule),
          (before, one) -> java.util.stream.Stream.concat(before.stream(), one.stream()).toList());
    }
    return byMetric;
  }

  /** The rules on a metric. */
  List<Rule> on(String metric) {
    return byMetric.getOrDefault(metric, List.of());
  }

  /** Whether there is a rule of this name, be it right or wrong. */
  boolean knows(String rule) {
    return views.stream().anyMatch(view -> view.name().equals(rule));
  }

  /** A rule that is in force; null if it is not. */
  @Nullable Rule rule(String name) {
    return rules.get(name);
  }

  /** The webhooks that a rule tells. */
  List<String> told(Rule rule) {
    List<String> named = rule.settings().webhooks();
    return named.isEmpty() ? List.copyOf(webhookNames) : named;
  }
}
