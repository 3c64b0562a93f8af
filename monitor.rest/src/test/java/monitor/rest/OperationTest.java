package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import monitor.api.capability.Capability;
import monitor.api.operation.ComponentState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins, deployments, pipeline, bundles, status and health. */
class OperationTest {
  @TempDir private Path data;
  private TestServer server;
  private TestServer.Browser admin;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(data);
    admin = server.setUp();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void showsPluginsWithTheirRefusedCapabilities() throws Exception {
    JsonNode plugin = server.get("/api/v1/plugins", admin.headers()).json().at("/plugins/0");
    assertThat(plugin.get("state").asText()).isEqualTo("degraded");
    assertThat(plugin.at("/capabilities/refused").toString())
        .isEqualTo(
            "[{\"name\":\"KERNEL_LEVEL\",\"by\":\"host\",\"reason\":\"CAP_BPF is missing\"}]");
    assertThat(plugin.at("/capabilities/granted/0").asText()).isEqualTo("PERFORMANCE");
    assertThat(server.get("/api/v1/plugins/nobody", admin.headers()).status()).isEqualTo(404);
  }

  @Test
  void showsLimitsAndWhatHadToBeContained() throws Exception {
    JsonNode all = server.get("/api/v1/containment", admin.headers()).json();
    assertThat(all.get("limits")).hasSize(2);
    JsonNode one = server.get("/api/v1/containment?plugin=acme.flood", admin.headers()).json();
    assertThat(one.get("limits").toString())
        .isEqualTo(
            "[{\"plugin\":\"acme.flood\",\"eventsPerSecond\":1000,\"bytesPerSecond\":0,"
                + "\"droppedEvents\":7,\"heldBackSeconds\":1.5}]");
    assertThat(one.at("/incidents/0/kind").asText()).isEqualTo("exit");
    assertThat(one.at("/incidents/0/stack/0").asText()).isEqualTo("a.B.c");
    assertThat(server.get("/metrics", admin.headers()).body())
        .contains(
            "monitor_plugin_limit_events_per_second{plugin=\"acme.flood\"} 1000\n",
            "monitor_plugin_over_limit_events_total{plugin=\"acme.flood\"} 7\n",
            "monitor_plugin_incidents{kind=\"exit\",plugin=\"acme.flood\"} 3\n");
  }

  @Test
  void showsHostPolicyAndWhoDoesTasks() throws Exception {
    JsonNode shape = server.get("/api/v1/capabilities", admin.headers()).json();
    assertThat(shape.get("known")).hasSize(Capability.values().length);
    assertThat(shape.at("/host/missing").toString())
        .isEqualTo(
            "[{\"name\":\"PACKET_CAPTURE\",\"by\":\"host\",\"reason\":\"libpcap is not installed\"}]");
    assertThat(shape.at("/host/facts/cgroup").asText()).startsWith("v2");
    assertThat(shape.at("/policy/0/where").asText()).isEqualTo("/etc/monitor/monitor.toml:3");
    assertThat(shape.at("/policy/0/deny/0").asText()).isEqualTo("KERNEL_LEVEL");
    assertThat(shape.at("/performers/0/tasks/0").asText()).isEqualTo("ping");
    assertThat(shape.at("/performers/0/capabilities/granted/0").asText()).isEqualTo("PERFORMANCE");
  }

  @Test
  void installsAJarAndSaysWhereToFollowIt() throws Exception {
    TestServer.Answer answer =
        server.send(
            server
                .request("POST", "/api/v1/plugins?fileName=../../hello.jar", admin.headers())
                .header("Content-Type", "application/java-archive")
                .POST(HttpRequest.BodyPublishers.ofString("12345"))
                .build());
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Location")).contains("/api/v1/deployments/d-1");
    assertThat(server.deployer.calls).containsExactly("install hello.jar 5 by root");
    JsonNode deployment = server.get("/api/v1/deployments/d-1", admin.headers()).json();
    assertThat(deployment.get("state").asText()).isEqualTo("rolled-back");
    assertThat(deployment.at("/steps/0/name").asText()).isEqualTo("verify");
    assertThat(deployment.get("finished").isNull()).isTrue();
  }

  @Test
  void pinsRollsBackAndTellsTheHistory() throws Exception {
    String plugin = "/api/v1/plugins/collector.metrics";
    assertThat(server.post(plugin + "/pin?why=release%20week", "", admin.headers()).status())
        .isEqualTo(202);
    assertThat(server.post(plugin + "/unpin", "", admin.headers()).status()).isEqualTo(202);
    assertThat(server.post(plugin + "/rollback?version=0.0.9", "", admin.headers()).status())
        .isEqualTo(202);
    assertThat(server.deployer.calls)
        .containsExactly(
            "pin collector.metrics by root because release week",
            "unpin collector.metrics by root",
            "rollback collector.metrics to 0.0.9 by root");
    JsonNode entry = server.get(plugin + "/history", admin.headers()).json().at("/history/0");
    assertThat(entry.get("why").asText()).isEqualTo("new");
    assertThat(entry.get("kept").asBoolean()).isTrue();
    assertThat(server.get(plugin, admin.headers()).json().at("/losses/0").asText())
        .isEqualTo("nobody hears of it any more");
    TestServer.Answer missing = server.get("/api/v1/plugins/x/history", admin.headers());
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.json().get("detail").asText()).isEqualTo("There is no plugin x.");
  }

  @Test
  void saysWhatAJarWouldChange() throws Exception {
    JsonNode diff = upload("/api/v1/plugins/diff?allowDowngrade=true", "12345").json();
    assertThat(diff.get("toBytes").asInt()).isEqualTo(5);
    assertThat(diff.at("/differences/0/aspect").asText()).isEqualTo("import");
    TestServer.Answer none = upload("/api/v1/plugins/diff?fileName=e.jar", "");
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.json().get("detail").asText())
        .isEqualTo("e.jar is no plugin: the file is empty.");
    assertThat(server.deployer.calls).isEmpty();
  }

  @Test
  void installsAnOlderVersionOnlyWhenAsked() throws Exception {
    upload("/api/v1/plugins?allowDowngrade=true&why=it%20leaks", "1");
    assertThat(server.deployer.calls)
        .containsExactly("install upload.jar 1 downgrade by root because it leaks");
    assertThat(upload("/api/v1/plugins?allowDowngrade=maybe", "1").status()).isEqualTo(400);
  }

  private TestServer.Answer upload(String path, String body) throws Exception {
    return server.send(
        server
            .request("POST", path, admin.headers())
            .header("Content-Type", "application/java-archive")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  @Test
  void refusesFileNamesThatAreNone() throws Exception {
    for (String name : new String[] {"..", "%3Cscript%3E", "a%00.jar", "%20"}) {
      TestServer.Answer answer =
          server.send(
              server
                  .request("POST", "/api/v1/plugins?fileName=" + name, admin.headers())
                  .header("Content-Type", "application/java-archive")
                  .build());
      assertThat(answer.status()).as(name).isEqualTo(400);
    }
    assertThat(server.deployer.calls).isEmpty();
  }

  @Test
  void enablesDisablesAndRemovesPlugins() throws Exception {
    String plugin = "/api/v1/plugins/collector.metrics";
    assertThat(server.post(plugin + "/disable", "", admin.headers()).status()).isEqualTo(202);
    assertThat(server.post(plugin + "/enable", "", admin.headers()).status()).isEqualTo(202);
    server.send(server.request("DELETE", plugin, admin.headers()).build());
    assertThat(server.deployer.calls)
        .containsExactly(
            "disable collector.metrics by root",
            "enable collector.metrics by root",
            "remove collector.metrics by root");
    assertThat(server.post("/api/v1/plugins/x/enable", "", admin.headers()).status())
        .isEqualTo(404);
  }

  @Test
  void showsThePipelineWithItsBalance() throws Exception {
    JsonNode view = server.get("/api/v1/pipeline", admin.headers()).json();
    assertThat(view.at("/routes/0/balance").toString())
        .isEqualTo("{\"received\":10,\"delivered\":7,\"buffered\":2,\"dropped\":{\"full\":1}}");
    assertThat(view.at("/routes/0/oldestSeconds").asDouble()).isEqualTo(12.5);
    assertThat(view.at("/bounds/0").toString())
        .isEqualTo(
            "{\"name\":\"window\",\"of\":\"sink.postgres\",\"unit\":\"bytes\",\"used\":7,\"max\":8}");
    assertThat(view.at("/journal/lanes/0/events").asLong()).isEqualTo(2);
    // What is beyond every bound is no number.
    assertThat(view.at("/journal/lanes/0/commits").toString())
        .isEqualTo("{\"count\":100,\"p50Seconds\":0.005,\"p99Seconds\":null}");
    assertThat(view.at("/sources/0/plugin").asText()).isEqualTo("collector.metrics");
    assertThat(view.at("/waiting/0/reason").asText()).isEqualTo("the name is taken");
    assertThat(view.at("/sources/0/cost/cpuSeconds").asDouble()).isEqualTo(1.5);
    assertThat(
            server
                .get("/api/v1/sinks/sink.postgres", admin.headers())
                .json()
                .get("essential")
                .asBoolean())
        .isTrue();
    assertThat(server.post("/api/v1/sources/nobody/pause", "", admin.headers()).status())
        .isEqualTo(404);
  }

  @Test
  void showsBundles() throws Exception {
    JsonNode bundles = server.get("/api/v1/bundles", admin.headers()).json().get("bundles");
    assertThat(bundles.get(0).get("symbolicName").asText()).isEqualTo("org.apache.felix.framework");
    JsonNode detail = server.get("/api/v1/bundles/0", admin.headers()).json();
    assertThat(detail.get("state").asText()).isEqualTo("active");
    assertThat(detail.get("services")).isNotEmpty();
    assertThat(server.get("/api/v1/bundles/99", admin.headers()).status()).isEqualTo(404);
  }

  @Test
  void hidesWhatAComponentIsConfiguredWith() throws Exception {
    server.register(
        Runnable.class,
        () -> {},
        Map.of(
            "url", "postgres://u:hidden-word@db/x",
            "passwords", new String[] {"hidden-word"},
            ".password", "hidden-word",
            "component.name", "sink.postgres"));

    TestServer.Answer answer = server.get("/api/v1/bundles/0", server.token(admin, "viewer"));

    assertThat(answer.body()).doesNotContain("hidden-word");
    JsonNode properties =
        StreamSupport.stream(answer.json().get("services").spliterator(), false)
            .filter(service -> service.at("/interfaces/0").asText().equals("java.lang.Runnable"))
            .findFirst()
            .orElseThrow()
            .get("properties");
    assertThat(properties.get("url").asText()).isEqualTo("***");
    assertThat(properties.get("passwords").asText()).isEqualTo("***");
    assertThat(properties.has(".password")).isFalse();
    assertThat(properties.get("component.name").asText()).isEqualTo("sink.postgres");
    assertThat(properties.get("service.id").asText()).matches("[0-9]+");
  }

  @Test
  void isReadyOnceWhatKeepsEventsIsOpen() throws Exception {
    assertThat(server.get("/readyz").status()).isEqualTo(200);
    server.pipeline.sink = ComponentState.FAILED;
    TestServer.Answer answer = server.get("/readyz?verbose");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("[+] core\n", "[-] sinks: sink.postgres is failed\n");
    JsonNode status = server.get("/api/v1/status", admin.headers()).json();
    assertThat(status.get("ready").asBoolean()).isFalse();
    assertThat(status.get("attention"))
        .extracting(each -> each.get("name").asText() + " " + each.get("state").asText())
        .containsExactly("collector.metrics degraded", "sink.postgres failed");
    server.pipeline.sink = ComponentState.ACTIVE;
    assertThat(server.get("/api/v1/status", admin.headers()).json().get("attention")).hasSize(1);
    server.deployer.settled = false;
    assertThat(server.get("/readyz").status()).isEqualTo(503);
  }

  /** While the last plugin starts, its sink may come after one look and before the other. */
  @Test
  void isNotReadyWhileASinkOpensThatCameAtThisMoment() throws Exception {
    server.deployer.looked = () -> server.pipeline.sink = ComponentState.INACTIVE;
    assertThat(server.get("/readyz").status()).isEqualTo(503);
  }

  @Test
  void saysWhatTheSupervisorNoted() throws Exception {
    assertThat(server.get("/api/v1/status", admin.headers()).json().has("lastCrash")).isFalse();
    Path run = Files.createDirectories(server.data.resolve("run"));
    String note =
        "{\"time\":\"2026-07-20T12:34:56Z\",\"pid\":7,\"exit\":137,\"restarts\":1,\"lines\":[\"last\"]}";
    Files.writeString(run.resolve("crash.json"), note);
    JsonNode crash = server.get("/api/v1/status", admin.headers()).json().get("lastCrash");
    assertThat(crash).hasToString(note);
  }

  @Test
  void writesItsOwnMetrics() throws Exception {
    String text = server.get("/metrics", admin.headers()).body();
    assertThat(text)
        .contains(
            "# TYPE monitor_component_events_total counter\n"
                + "monitor_component_events_total{component=\"collector.metrics\",type=\"source\"}"
                + " 10\n",
            "monitor_route_buffered_events{sink=\"sink.postgres\",source=\"collector.metrics\"}"
                + " 2\n",
            "monitor_component_dropped_total{component=\"sink.postgres\",reason=\"full\",type=\"sink\"}"
                + " 1\n",
            "monitor_journal_bytes 4096\n",
            "monitor_journal_lane_events{lane=\"kept\"} 2\n",
            "# TYPE monitor_journal_commit_seconds histogram\n"
                + "monitor_journal_commit_seconds_bucket{lane=\"kept\",le=\"0.005\"} 90\n"
                + "monitor_journal_commit_seconds_bucket{lane=\"kept\",le=\"0.1\"} 98\n"
                + "monitor_journal_commit_seconds_bucket{lane=\"kept\",le=\"+Inf\"} 100\n"
                + "monitor_journal_commit_seconds_sum{lane=\"kept\"} 1.5\n"
                + "monitor_journal_commit_seconds_count{lane=\"kept\"} 100\n",
            "monitor_bound_used{bound=\"window\",of=\"sink.postgres\",unit=\"bytes\"} 7\n",
            "monitor_bound_max{bound=\"window\",of=\"sink.postgres\",unit=\"bytes\"} 8\n",
            "monitor_route_oldest_seconds{sink=\"sink.postgres\",source=\"collector.metrics\"}"
                + " 12.5\n");
    assertThat(text)
        .matches(java.util.regex.Pattern.compile("(?s)(#[^\n]*\n|monitor_[^\n]* [-+0-9.E]+\n)+"));
    String[] accept = {"Accept", "application/openmetrics-text", "Cookie", admin.cookie()};
    assertThat(server.get("/metrics", accept).body())
        .contains("# TYPE monitor_component_events counter\n")
        .endsWith("# EOF\n");
  }
}
