package analysis.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.delivery.Batch;
import monitor.api.query.Alert;
import monitor.api.query.AlertRule;
import monitor.api.query.AlertRuleView;
import monitor.api.status.Status;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  private static AlertRule rule(String name, double threshold, String... webhooks) {
    return new AlertRule(
        name,
        Alarm.LOAD.name(),
        List.of(),
        Map.of(),
        AlertRule.Comparison.ABOVE,
        threshold,
        0,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofMinutes(10),
        AlertRule.Severity.INFO,
        List.of(webhooks));
  }

  /** The description for people and the code have to agree. */
  @Test
  void hasTheDefaultsThatAreDescribed() throws Exception {
    Map<String, Object> described = TestConfiguration.defaults(RuleConfiguration.class);
    try (Alarm alarm = new Alarm(Map.of())) {
      alarm.tables.rule("plain", Map.of("metric", "m", "threshold", 1.0));
      alarm.tables.rule(
          "described",
          Map.of(
              "metric", "m",
              "threshold", 1.0,
              "comparison", described.get("comparison"),
              "hysteresis", described.get("hysteresis"),
              "hold", described.get("hold"),
              "cool-down", described.get("cool-down"),
              "no-data", described.get("no-data"),
              "severity", described.get("severity")));
      alarm.open();
      Map<String, AlertRule> rules = new TreeMap<>();
      alarm.sink.rules().forEach(view -> rules.put(view.name(), view.rule()));
      assertThat(rules.get("described"))
          .usingRecursiveComparison()
          .ignoringFields("name")
          .isEqualTo(rules.get("plain"));
    }
    Map<String, Object> webhook = TestConfiguration.defaults(WebhookConfiguration.class);
    Hashtable<String, Object> table = new Hashtable<>(webhook);
    table.remove("monitor.origin");
    table.put("url", "http://a.example");
    assertThat(Webhook.of(new Fields("x~a", table)))
        .isEqualTo(
            Webhook.of(new Fields("x~a", new Hashtable<>(Map.of("url", "http://a.example")))));
  }

  @Test
  void saysFileLineAndKeyOfWhatIsWrongAndGoesOnWithTheRest() throws Exception {
    try (Alarm alarm = new Alarm(Map.of())) {
      alarm.tables.set(Tables.WEBHOOK, "wrong", Map.of("url", "ftp://ops.example"));
      alarm.tables.rule(
          "twice",
          Map.of(
              "metric",
              "m",
              "threshold",
              1.0,
              "attributes",
              new String[] {"queue"},
              "webhooks",
              new String[] {"nobody"}));
      alarm.open();
      AlertRuleView wrong = alarm.sink.rules().getLast();
      assertThat(wrong.name()).isEqualTo("twice");
      assertThat(wrong.problem())
          .containsPattern(
              "/etc/monitor.toml:\\d+: analysis.alerts.rule~twice.attributes: 'queue' is not of"
                  + " the form name=value")
          .containsPattern(
              "/etc/monitor.toml:\\d+: analysis.alerts.rule~twice.webhooks: there is no .*'nobody'");
      Status status = alarm.harness.statuses().getLast();
      assertThat(status.level()).isEqualTo(Status.Level.DEGRADED);
      assertThat(status.reason())
          .matches(
              "configuration: /etc/monitor.toml:\\d+: analysis.alerts.webhook~wrong.url: is no"
                  + " http:// or https:// address with a host \\(and 2 more\\)");
      alarm.sample(0, 20);
      alarm.tones.await(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_536, 99_999})
  void saysTheKeyOfAnAddressWithAPortThatThereIsNot(int port) throws Exception {
    try (Alarm alarm = new Alarm(Map.of())) {
      String url = "http://127.0.0.1:%d/secret".formatted(port);
      alarm.tables.set(Tables.WEBHOOK, "far", Map.of("url", url));
      alarm.open();
      assertThat(alarm.harness.statuses().getLast().reason())
          .matches(
              "configuration: /etc/monitor.toml:\\d+: analysis.alerts.webhook~far.url: its port is"
                  + " not between 1 and 65535");
      alarm.sample(0, 20);
      alarm.tones.await(1);
      assertThat(alarm.sink.channels().getFirst().problem()).isEqualTo("its table is wrong");
    }
  }

  @Test
  void keepsRulesThatWereMadeHereOverARestart() throws Exception {
    try (Alarm alarm = new Alarm(Map.of("threshold", 1000.0)).open()) {
      alarm.sink.put(rule("made", 50, "ops"));
      alarm.sample(0, 60);
      assertThat(alarm.tones.await(1).getFirst().body().path("rule").asText()).isEqualTo("made");
      alarm.restart();
      assertThat(alarm.sink.rules())
          .contains(new AlertRuleView("made", rule("made", 50, "ops"), "", null));
      alarm.sample(1, 60);
      alarm.sink.put(rule("made", 70, "ops"));
      alarm.sample(2, 60);
      assertThat(alarm.tones.await(2).getLast().state()).isEqualTo("resolved");
      alarm.sample(3, 80);
      alarm.tones.await(3);
      assertThat(alarm.sink.remove("made")).isTrue();
      assertThat(alarm.tones.await(4).getLast().body().path("reason").asText())
          .isEqualTo("the rule was removed");
      assertThat(alarm.sink.remove("made")).isFalse();
      alarm.restart();
      assertThat(alarm.sink.rules()).extracting(AlertRuleView::name).containsExactly("load");
    }
  }

  @Test
  void firesNothingForARuleThatIsRemovedWhileABatchIsLookedAt() throws Exception {
    try (Alarm alarm = new Alarm(Map.of("threshold", 1000.0)).open()) {
      alarm.sink.put(rule("made", 50, "ops"));
      Batch batch = alarm.build("web1", Alarm.event(Alarm.LOAD, 0, 60));
      alarm.deliver(new Overtaken(batch, () -> alarm.sink.remove("made")));
      assertThat(alarm.active()).isEmpty();
    }
  }

  @Test
  void looksWithTheRuleThatIsInForceAtASampleOfABatchThatHasBegun() throws Exception {
    try (Alarm alarm = new Alarm(Map.of("threshold", 1000.0)).open()) {
      alarm.sink.put(rule("made", 70, "ops"));
      Batch batch = alarm.build("web1", Alarm.event(Alarm.LOAD, 0, 60));
      alarm.deliver(new Overtaken(batch, () -> alarm.sink.put(rule("made", 50, "ops"))));
      assertThat(alarm.active()).extracting(Alert::condition).containsExactly("> 50");
    }
  }

  @Test
  void refusesWhatIsWrongAndWhatStandsInAFile() throws Exception {
    try (Alarm alarm = new Alarm(Map.of()).open()) {
      assertThatThrownBy(() -> alarm.sink.put(rule("load", 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("the rule 'load' stands in /etc/monitor.toml:");
      assertThatThrownBy(() -> alarm.sink.remove("load")).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> alarm.sink.put(rule("bad name", Double.NaN, "nobody")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("name: ")
          .hasMessageContaining("\nthreshold: has to be a number")
          .hasMessageContaining("\nwebhooks: there is no");
    }
  }
}
