package monitor.rest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import monitor.api.query.Alert;
import monitor.api.query.AlertChannel;
import monitor.api.query.AlertRule;
import monitor.api.query.AlertRuleView;
import monitor.api.query.Alerts;

/** One alert, one rule of a file, and those that are put. */
final class FixedAlerts implements Alerts {
  final List<AlertRule> put = new CopyOnWriteArrayList<>();

  private static final AlertRule BUSY =
      new AlertRule(
          "busy",
          "system.cpu.utilization",
          List.of("web*"),
          Map.of("cpu.mode", ""),
          AlertRule.Comparison.ABOVE,
          0.9,
          0.1,
          Duration.ofSeconds(90),
          Duration.ofMinutes(5),
          Duration.ZERO,
          AlertRule.Severity.CRITICAL,
          List.of());

  @Override
  public List<Alert> active() {
    return List.of(
        new Alert(
            "7",
            "busy",
            AlertRule.Severity.CRITICAL,
            Alert.State.FIRING,
            "web1",
            "system.cpu.utilization",
            "1",
            Map.of("a", 1L),
            "> 0.9",
            0.95,
            Fixtures.NOON,
            null,
            null));
  }

  @Override
  public List<Alert> ended() {
    return List.of();
  }

  @Override
  public List<AlertRuleView> rules() {
    List<AlertRuleView> rules = new java.util.ArrayList<>();
    rules.add(new AlertRuleView("busy", BUSY, "/etc/monitor/monitor.toml:3", null));
    rules.add(
        new AlertRuleView("wrong", null, "/etc/monitor/monitor.toml:9", "monitor.toml:11: no"));
    put.forEach(rule -> rules.add(new AlertRuleView(rule.name(), rule, "", null)));
    return rules;
  }

  @Override
  public List<AlertChannel> channels() {
    return List.of(
        new AlertChannel(
            "ops", "https://ops.example/…", 2, 7, 1, Fixtures.NOON, "it answered 503"));
  }

  @Override
  public void put(AlertRule rule) {
    if (rule.name().equals("busy")) {
      throw new IllegalStateException("the rule 'busy' stands in /etc/monitor/monitor.toml:3");
    }
    if (rule.hysteresis() < 0) {
      throw new IllegalArgumentException(
          "hysteresis: has to be a number, and not negative\ncool-down: is not between 0s and 30d");
    }
    put.add(rule);
  }

  @Override
  public boolean remove(String rule) {
    if (rule.equals("busy")) {
      throw new IllegalStateException("the rule 'busy' stands in /etc/monitor/monitor.toml:3");
    }
    return put.removeIf(each -> each.name().equals(rule));
  }
}
