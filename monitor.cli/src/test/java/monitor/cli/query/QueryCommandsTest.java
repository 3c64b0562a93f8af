package monitor.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import monitor.cli.Monitor;
import monitor.cli.terminal.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Commands that read what is stored, with a server of the test that answers as the platform does.
 */
class QueryCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> answers = new HashMap<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          String answer = answers.get(exchange.getRequestURI().getPath());
          byte[] body = (answer == null ? "{}" : answer).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int run(String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of(arguments));
    all.add("--server");
    all.add("http://127.0.0.1:" + server.getAddress().getPort());
    return Monitor.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void listsAgentsWithTheirHosts() {
    answers.put(
        "/api/v1/agents",
        """
        {"agents":[
          {"name":"db","connected":false,"lastSeen":"2026-07-20T12:00:00Z","connections":[],
           "hosts":[{"host":"db"},{"host":"guest"}],"joined":"2026-07-01T00:00:00Z",
           "expires":"2026-08-01T00:00:00Z","revoked":true},
          {"name":"web","connected":true,"lastSeen":"2026-07-20T12:00:01Z","hosts":[],
           "connections":[{"address":"10.0.0.5","software":"monitor 0.1.0, Java 25"}]}],
         "missing":"the database does not answer"}
        """);
    assertThat(run("agent", "list")).isZero();
    assertThat(out.toString().lines().skip(1).map(line -> line.strip().split(" {2,}")))
        .containsExactly(
            new String[] {
              "db", "revoked", "2026-07-20T12:00:00Z", "db; guest", "2026-08-01T00:00:00Z"
            },
            new String[] {
              "web", "connected", "2026-07-20T12:00:01Z", "10.0.0.5", "monitor 0.1.0, Java 25"
            });
    assertThat(err.toString()).contains("the database does not answer");
  }

  @Test
  void listsAlertsTheirRulesAndWhereTheyAreTold() {
    answers.put(
        "/api/v1/alerts",
        """
        {"alerts":[{"severity":"warning","state":"firing","rule":"disk","host":"web","value":0.9312,"unit":"1",
          "condition":"> 0.9","attributes":{"mountpoint":"/var"},"since":"2026-07-20T12:00:00Z",
          "ended":null}],
         "ended":[]}
        """);
    answers.put(
        "/api/v1/rules",
        """
        {"rules":[{"name":"disk","origin":"monitor.toml:3","problem":"no such webhook",
          "rule":{"metric":"system.filesystem.utilization","attributes":{"mountpoint":"/var"},
            "comparison":">","threshold":0.9,"hold":"30s","severity":"warning",
            "webhooks":["ops","me"]}}]}
        """);
    answers.put(
        "/api/v1/channels",
        """
        {"channels":[{"name":"ops","target":"http://127.0.0.1:9","delivered":4,"waiting":1,
          "dropped":0,"problem":"refused"}]}
        """);
    assertThat(run("alert", "list")).isZero();
    assertThat(run("alert", "rules")).isZero();
    assertThat(run("alert", "channels")).isZero();
    assertThat(
            out.toString()
                .lines()
                .filter(line -> !line.matches("(SEVERITY|NAME) .*"))
                .map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "warning|firing|disk|web|0.9312 1|> 0.9|mountpoint=/var|2026-07-20T12:00:00Z",
            "disk|warning|system.filesystem.utilization mountpoint=/var > 0.9|30s|ops,me|"
                + "monitor.toml:3|no such webhook",
            "ops|http://127.0.0.1:9|4|1|0|refused");
    assertThat(err.toString()).isEmpty();
    assertThat(run("alert", "list", "--ended")).isZero();
    assertThat(err.toString()).contains("No alert has ended");
    assertThat(run("alert")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void asksBeforeItRevokesAnAgent() {
    answers.put("/api/v1/agents/web/revoke", "{\"joined\":true}");
    assertThat(run("agent", "revoke", "web")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("say --yes to revoke web");
    assertThat(requests).isEmpty();
    assertThat(run("agent", "revoke", "web", "--yes")).isZero();
    assertThat(requests).containsExactly("POST /api/v1/agents/web/revoke");
  }

  @Test
  void saysWhereNothingIsStored() {
    answers.put("/api/v1/logs", "{\"lines\":[]}");
    answers.put("/api/v1/stats", "{\"series\":[]}");
    answers.put("/api/v1/reachability", "{\"rounds\":[]}");
    assertThat(run("logs", "word")).isZero();
    assertThat(run("query", "system.cpu.load")).isZero();
    assertThat(run("reach", "matrix")).isZero();
    assertThat(err.toString().lines().map(line -> line.split(" were found")[0]))
        .containsExactly(
            "No log lines", "No series of the name system.cpu.load", "No rounds of probes");
    assertThat(run("logs", "word", "-o", "jsonl")).isZero();
    assertThat(err.toString().lines()).as("of data for programs").hasSize(3);
  }

  @Test
  void showsLogLinesWithTheLatestAtTheEnd() {
    answers.put(
        "/api/v1/logs",
        """
        {"lines":[
         {"time":"2026-07-20T12:00:02Z","host":"b","severity":"WARN","body":"two\\u001b[2J"},
         {"time":"2026-07-20T12:00:01Z","host":"a","severity":"INFO","body":"one"}]}
        """);
    assertThat(run("logs", "disk full", "--host", "a", "--tag", "site=x&y", "--severity", "warn"))
        .isZero();
    assertThat(requests)
        .containsExactly(
            "GET /api/v1/logs?host=a&tag.site=x%26y&query=disk%20full&severity=warn&limit=100");
    assertThat(out.toString().lines())
        .containsExactly(
            "2026-07-20T12:00:01Z a INFO one", "2026-07-20T12:00:02Z b WARN two\\x1b[2J");
  }

  @Test
  void showsAMetricInNumbersAndPoints() {
    answers.put(
        "/api/v1/stats",
        """
        {"series":[{"name":"m","host":"a","unit":"By","attributes":{"k":"v"},"count":3,"min":1,
         "max":3,"mean":2.5,"p50":2,"p95":3,"p99":3,"last":3}]}
        """);
    answers.put(
        "/api/v1/history",
        """
        {"series":[{"name":"m","host":"a","unit":"By","attributes":{},
         "points":[["2026-07-20T12:00:00Z",45.5],["2026-07-20T12:01:00Z",null]]}]}
        """);
    assertThat(run("query", "m", "--attribute", "k=v", "--from", "now-6h")).isZero();
    assertThat(run("query", "m", "--step", "1m", "-o", "table")).isZero();
    assertThat(requests)
        .containsExactly(
            "GET /api/v1/stats?from=now-6h&k=v&name=m", "GET /api/v1/history?name=m&step=1m");
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "HOST ATTRIBUTES UNIT COUNT MIN MEAN MAX P95 LAST",
            "a k=v By 3 1 2.50000 3 3 3",
            "TIME HOST ATTRIBUTES VALUE",
            "2026-07-20T12:00:00Z a 45.5000 By",
            "2026-07-20T12:01:00Z a - By");
  }

  @Test
  void showsTheLatestRoundOfEachTargetFromEachHost() {
    answers.put(
        "/api/v1/reachability",
        """
        {"rounds":[
         {"time":"t3","host":"b","probe":"tcp","target":"x","successful":false,"error":"refused"},
         {"time":"t2","host":"a","probe":"tcp","target":"x","successful":true,"responseMillis":1.5},
         {"time":"t1","host":"a","probe":"tcp","target":"x","successful":false,"error":"old"}]}
        """);
    assertThat(run("reach", "matrix", "--tag", "site=x")).isZero();
    assertThat(requests).containsExactly("GET /api/v1/reachability?tag.site=x&limit=10000");
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "TARGET PROBE HOST ANSWERS MILLIS TIME ERROR",
            "x tcp a yes 1.500 t2",
            "x tcp b no - t3 refused");
  }

  @Test
  void showsAndHoldsSources() {
    String source =
        """
        {"name":"s~1","plugin":"p","state":"active","eventsPerSecond":2.25,"backlog":7}
        """;
    answers.put("/api/v1/sources", "{\"sources\":[" + source + "]}");
    answers.put("/api/v1/sinks", "{\"sinks\":[]}");
    answers.put("/api/v1/sources/s~1", source);
    answers.put("/api/v1/sources/s~1/pause", source);
    assertThat(run("source", "list")).isZero();
    assertThat(run("source", "pause", "s~1", "--json")).isZero();
    assertThat(run("source", "info", "s~1")).isZero();
    assertThat(run("sink", "list", "-o", "jsonl")).isZero();
    assertThat(run("sink", "info", "none")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(requests)
        .containsExactly(
            "GET /api/v1/sources",
            "POST /api/v1/sources/s%7E1/pause",
            "GET /api/v1/sources/s%7E1",
            "GET /api/v1/sinks",
            "GET /api/v1/sinks/none");
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .contains("NAME PLUGIN STATE EVENTS/S BACKLOG REASON", "s~1 p active 2.3 7", "backlog 7");
  }

  @Test
  void printsACompletionOfAllCommands() {
    assertThat(Monitor.commandLine().setOut(new PrintWriter(out)).execute("completion")).isZero();
    assertThat(out.toString()).contains("complete -F", "reach", "--severity");
  }
}
