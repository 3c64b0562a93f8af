package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import monitor.api.query.AlertRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTest {
  @TempDir private Path data;
  private TestServer server;
  private String[] operator;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(data);
    operator = server.token(server.setUp(), "operator");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TestServer.Answer put(String name, String body) throws Exception {
    return server.send(server.request("PUT", "/api/v1/rules/" + name, body, operator).build());
  }

  private TestServer.Answer delete(String name) throws Exception {
    return server.send(server.request("DELETE", "/api/v1/rules/" + name, operator).build());
  }

  @Test
  void showsWhatIsActive() throws Exception {
    JsonNode answer = server.get("/api/v1/alerts", operator).json();
    assertThat(answer.at("/alerts/0").toString())
        .isEqualTo(
            """
            {"id":"7","rule":"busy","severity":"critical","state":"firing",\
            "host":"web1","metric":"system.cpu.utilization","unit":"1","attributes":{"a":1},\
            "condition":"> 0.9","value":0.95,"since":"2026-07-20T12:00:00Z","ended":null,\
            "reason":null}\
            """);
    assertThat(answer.path("ended").isArray()).isTrue();
  }

  @Test
  void showsRulesWithTheirPlaceAndWhatIsWrongWithThem() throws Exception {
    var rules = server.get("/api/v1/rules", operator).json().path("rules");
    assertThat(rules.path(0).path("rule").toString())
        .isEqualTo(
            """
            {"metric":"system.cpu.utilization","hosts":["web*"],"attributes":{"cpu.mode":""},\
            "comparison":">","threshold":0.9,"hysteresis":0.1,"hold":"1m30s","coolDown":"5m",\
            "noData":"0s","severity":"critical","webhooks":[]}\
            """);
    assertThat(rules.path(0).path("origin").asText()).isEqualTo("/etc/monitor/monitor.toml:3");
    assertThat(rules.path(0).path("editable").asBoolean()).isFalse();
    assertThat(rules.path(1).path("problem").asText()).isEqualTo("monitor.toml:11: no");
  }

  @Test
  void showsWhereAlertsAreTold() throws Exception {
    assertThat(server.get("/api/v1/channels", operator).json().at("/channels/0").toString())
        .isEqualTo(
            """
            {"name":"ops","type":"webhook","target":"https://ops.example/…","waiting":2,\
            "delivered":7,"dropped":1,"lastDelivered":"2026-07-20T12:00:00Z",\
            "problem":"it answered 503"}\
            """);
  }

  @Test
  void makesAndRemovesARuleWithTheDefaultsOfTheConfiguration() throws Exception {
    TestServer.Answer answer =
        put("disk", "{\"metric\":\"system.filesystem.utilization\",\"threshold\":0.9}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("rule").path("coolDown").asText()).isEqualTo("5m");
    assertThat(server.alerts.put)
        .containsExactly(
            new AlertRule(
                "disk",
                "system.filesystem.utilization",
                List.of(),
                Map.of(),
                AlertRule.Comparison.ABOVE,
                0.9,
                0,
                Duration.ZERO,
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                AlertRule.Severity.WARNING,
                List.of()));
    assertThat(delete("disk").status()).isEqualTo(204);
    assertThat(delete("disk").status()).isEqualTo(404);
  }

  @Test
  void namesEveryFieldThatIsWrong() throws Exception {
    TestServer.Answer answer =
        put("disk", "{\"comparison\":\"=\",\"severity\":\"bad\",\"hold\":\"1 fortnight\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("errors").findValuesAsText("field"))
        .containsExactly("comparison", "severity", "hold", "metric", "threshold");
    TestServer.Answer refused = put("disk", "{\"metric\":\"m\",\"threshold\":1,\"hysteresis\":-1}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("errors").findValuesAsText("field"))
        .containsExactly("hysteresis", "coolDown");
    assertThat(put("disk", "{\"metric\":\"m\",\"threshold\":1,\"hosts\":[null]}").status())
        .isEqualTo(400);
    assertThat(put("disk", "{\"metric\":\"m\",\"limit\":1}").json().path("object").asText())
        .isEqualTo("limit");
    assertThat(server.alerts.put).isEmpty();
  }

  @Test
  void leavesRulesOfFilesToTheirFiles() throws Exception {
    for (TestServer.Answer answer :
        List.of(put("busy", "{\"metric\":\"m\",\"threshold\":1}"), delete("busy"))) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.code()).isEqualTo("rule-not-editable");
      assertThat(answer.json().path("detail").asText()).contains("/etc/monitor/monitor.toml:3");
    }
  }
}
