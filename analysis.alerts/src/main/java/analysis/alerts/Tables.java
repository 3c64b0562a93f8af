package analysis.alerts;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import monitor.api.query.AlertRule;
import monitor.api.query.AlertRuleView;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The tables {@code [[analysis.alerts.rule]]} and {@code [[analysis.alerts.webhook]]}, read from
 * the configuration service as a whole: with a component for each of them, a rule whose component
 * is not active yet would look like one that was removed, and would end its alerts.
 */
final class Tables {
  static final String RULE = "analysis.alerts.rule";
  static final String WEBHOOK = "analysis.alerts.webhook";

  private final Map<String, Rule> rules = new HashMap<>();
  private final Map<String, Webhook> webhooks = new HashMap<>();
  private final Set<String> webhookNames = new HashSet<>();
  private final List<AlertRuleView> views = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private Tables() {}

  /** Whether the change of a configuration concerns alerts. */
  static boolean concerns(String factoryPid) {
    return factoryPid.equals(RULE) || factoryPid.equals(WEBHOOK);
  }

  /**
   * Reads them.
   *
   * @param more rules that stand in no file; those that do go before
   */
  static Ruleset read(ConfigurationAdmin admin, Collection<AlertRule> more) throws IOException {
    Tables tables = new Tables();
    for (Fields table : list(admin, WEBHOOK)) {
      tables.webhook(table);
    }
    for (Fields table : list(admin, RULE)) {
      tables.rule(table);
    }
    more.forEach(tables::rule);
    tables.views.sort(Comparator.comparing(AlertRuleView::name));
    return new Ruleset(
        tables.rules, tables.webhooks, tables.webhookNames, tables.views, tables.problems);
  }

  private static List<Fields> list(ConfigurationAdmin admin, String pid) throws IOException {
    try {
      Configuration[] found = admin.listConfigurations("(service.factoryPid=" + pid + ")");
      List<Fields> tables = new ArrayList<>();
      for (Configuration table : found == null ? new Configuration[0] : found) {
        tables.add(new Fields(table.getPid(), table.getProperties()));
      }
      return tables;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void webhook(Fields table) {
    webhookNames.add(table.name());
    Webhook webhook = Webhook.of(table);
    if (table.problems().isEmpty()) {
      webhooks.put(webhook.name(), webhook);
    }
    problems.addAll(table.problems());
  }

  private void rule(Fields table) {
    AlertRule rule = settings(table);
    table.problems(Rule.problems(rule, webhookNames));
    boolean right = table.problems().isEmpty();
    if (right) {
      rules.put(rule.name(), new Rule(rule));
    }
    problems.addAll(table.problems());
    views.add(
        new AlertRuleView(table.name(), right ? rule : null, table.origin(), table.problem()));
  }

  private void rule(AlertRule rule) {
    if (views.stream().anyMatch(view -> view.name().equals(rule.name()))) {
      problems.add(
          "the rule '%s' was made through the API and stands in a file now, which goes before"
              .formatted(rule.name()));
      return;
    }
    List<String> wrong = Rule.problems(rule, webhookNames);
    if (wrong.isEmpty()) {
      rules.put(rule.name(), new Rule(rule));
      views.add(new AlertRuleView(rule.name(), rule, "", null));
      return;
    }
    String problem = "rule '%s': %s".formatted(rule.name(), String.join("; ", wrong));
    problems.add(problem);
    views.add(new AlertRuleView(rule.name(), rule, "", problem));
  }

  private static AlertRule settings(Fields table) {
    return new AlertRule(
        table.name(),
        table.text("metric", "").strip(),
        table.texts("hosts"),
        attributes(table),
        AlertRule.Comparison.of(table.text("comparison", ">")).orElse(AlertRule.Comparison.ABOVE),
        table.number("threshold", Double.NaN),
        table.number("hysteresis", 0),
        table.duration("hold", Duration.ZERO),
        table.duration("cool-down", AlertRule.DEFAULT_COOL_DOWN),
        table.duration("no-data", AlertRule.DEFAULT_NO_DATA),
        severity(table),
        table.texts("webhooks"));
  }

  private static AlertRule.Severity severity(Fields table) {
    try {
      return AlertRule.Severity.valueOf(table.text("severity", "warning").toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      table.problem("severity: is none of info, warning, critical");
      return AlertRule.Severity.WARNING;
    }
  }

  private static Map<String, String> attributes(Fields table) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String text : table.texts("attributes")) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        table.problem("attributes: '%s' is not of the form name=value".formatted(text));
      } else {
        attributes.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      }
    }
    return attributes;
  }
}
