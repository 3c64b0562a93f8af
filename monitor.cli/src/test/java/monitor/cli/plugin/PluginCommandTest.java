package monitor.cli.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import monitor.cli.Monitor;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.ScriptedTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Changes of plugins, against a server of the test that answers as the platform does. */
class PluginCommandTest {
  private static final String PLUGIN =
      """
      {"name":"acme.hello","version":"1.0.0","state":"active","losses":["nobody says hello"]}\
      """;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Deque<String>> answers = new HashMap<>();
  private int refusal;
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    int length = exchange.getRequestBody().readAllBytes().length;
    requests.add(
        "%s %s %d".formatted(exchange.getRequestMethod(), exchange.getRequestURI(), length));
    Deque<String> these = answers.getOrDefault(path, new ArrayDeque<>(List.of("{}")));
    String answer = these.size() > 1 ? these.removeFirst() : these.getFirst();
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(refusal == 0 ? 200 : refusal, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void answers(String path, String... bodies) {
    answers.put("/api/v1/" + path, new ArrayDeque<>(List.of(bodies)));
  }

  private static String deployment(String state, String reason, String... steps) {
    StringBuilder list = new StringBuilder();
    for (String step : steps) {
      list.append(list.isEmpty() ? "" : ",")
          .append(
              "{\"name\":\"%s\",\"state\":\"%s\",\"detail\":\"%s\"}"
                  .formatted((Object[]) step.split(" ", 3)));
    }
    return """
    {"id":"d1","action":"upgrade","plugin":"acme.hello","fromVersion":"1.0.0",
    "toVersion":"2.0.0","state":"%s","reason":"%s","steps":[%s]}\
    """
        .formatted(state, reason, list);
  }

  private int run(String... arguments) {
    CommandLine line = Monitor.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--server";
    all[arguments.length + 1] = address();
    return line.execute(all);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String jar() throws IOException {
    return Files.writeString(folder.resolve("hello 2.jar"), "12345").toString();
  }

  @Test
  void followsAnInstallationStepByStep() throws Exception {
    answers("plugins", deployment("running", ""));
    answers(
        "deployments/d1",
        deployment("running", "", "verify done complete", "stop running -"),
        deployment("committed", "", "verify done complete", "stop done stopped"));

    assertThat(run("plugin", "install", jar(), "--allow-downgrade", "--why", "it leaks")).isZero();

    assertThat(requests.getFirst())
        .isEqualTo(
            "POST /api/v1/plugins?fileName=hello%202.jar&allowDowngrade=true&why=it%20leaks 5");
    assertThat(err.toString().lines())
        .containsExactly("verify     done    complete", "stop       done    stopped");
    assertThat(out.toString().strip()).isEqualTo("upgrade of acme.hello 1.0.0 to 2.0.0: committed");
  }

  @Test
  void tellsHowADeploymentEndedByItsExitCode() throws Exception {
    Map<String, Integer> codes =
        Map.of("committed", 0, "rejected", 7, "rolled-back", 8, "failed", 9);
    for (Map.Entry<String, Integer> end : codes.entrySet()) {
      answers("plugins", deployment(end.getKey(), "it threw"));
      assertThat(run("plugin", "install", jar())).as(end.getKey()).isEqualTo(end.getValue());
    }
    assertThat(err.toString())
        .contains("monitor: upgrade of acme.hello 1.0.0 to 2.0.0: rolled-back, it threw");
  }

  @Test
  void changesWithoutAJar() {
    String done = deployment("committed", "");
    for (String action : new String[] {"enable", "disable", "pin", "unpin", "rollback"}) {
      answers("plugins/acme.hello/" + action, done);
      assertThat(run("plugin", action, "acme.hello")).as(action).isZero();
    }
    assertThat(run("plugin", "rollback", "acme.hello", "1.0.0", "--why", "slow")).isZero();
    assertThat(requests)
        .containsExactly(
            "POST /api/v1/plugins/acme.hello/enable 0",
            "POST /api/v1/plugins/acme.hello/disable 0",
            "POST /api/v1/plugins/acme.hello/pin 0",
            "POST /api/v1/plugins/acme.hello/unpin 0",
            "POST /api/v1/plugins/acme.hello/rollback 0",
            "POST /api/v1/plugins/acme.hello/rollback?version=1.0.0&why=slow 0");
  }

  @Test
  void saysWhatIsLostBeforeItRemoves() {
    answers("plugins/acme.hello", PLUGIN);
    assertThat(run("plugin", "remove", "acme.hello")).isEqualTo(ExitCode.USAGE);
    assertThat(run("plugin", "remove", "acme.hello", "--dry-run")).isZero();
    assertThat(requests).noneMatch(request -> request.startsWith("DELETE"));
    assertThat(err.toString()).contains("If it is removed: nobody says hello");
    assertThat(out.toString()).contains("acme.hello 1.0.0 would be removed");
    answers("plugins/acme.hello", PLUGIN, deployment("committed", ""));
    assertThat(run("plugin", "remove", "acme.hello", "--yes")).isZero();
    assertThat(requests.getLast()).startsWith("DELETE /api/v1/plugins/acme.hello ");
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void removesOnlyWhatIsTypedAtTheTerminal() throws Exception {
    answers("plugins/acme.hello", PLUGIN, PLUGIN, deployment("committed", ""));
    String command = "plugin remove acme.hello --server " + address();
    try (ScriptedTerminal terminal = new ScriptedTerminal(command)) {
      terminal.answer("Type acme.hello to remove it: ", "y");
      terminal.awaitEnd(ExitCode.FAILED);
      assertThat(terminal.screen()).contains("nobody says hello", "Nothing has changed");
    }
    assertThat(requests).noneMatch(request -> request.startsWith("DELETE"));
    try (ScriptedTerminal terminal = new ScriptedTerminal(command)) {
      terminal.answer("Type acme.hello to remove it: ", "acme.hello");
      terminal.awaitEnd(0);
    }
    assertThat(requests.getLast()).startsWith("DELETE /api/v1/plugins/acme.hello ");
  }

  @Test
  void changesNothingInADryRun() throws Exception {
    answers("plugins/diff", diff(""));
    answers("plugins/acme.hello", PLUGIN);
    assertThat(run("plugin", "install", jar(), "--dry-run")).isZero();
    assertThat(run("plugin", "disable", "acme.hello", "--dry-run")).isZero();
    assertThat(run("plugin", "rollback", "acme.hello", "--dry-run")).isZero();
    assertThat(requests)
        .containsExactly(
            "POST /api/v1/plugins/diff?fileName=hello%202.jar 5",
            "GET /api/v1/plugins/acme.hello 0", "GET /api/v1/plugins/acme.hello 0");
  }

  private static String diff(String refusal) {
    return """
    {"name":"acme.hello","fromVersion":"1.0.0","toVersion":"2.0.0","fromBytes":10,
    "toBytes":2000,"signature":"it is not signed","refusal":"%s","lost":["sink.x gets no logs"],
    "differences":[{"aspect":"configuration","name":"[acme.hello] greeting","change":"added",
    "detail":"String, default hi"}]}\
    """
        .formatted(refusal);
  }

  @Test
  void showsWhatAJarWouldChange() throws Exception {
    answers("plugins/diff", diff(""));
    assertThat(run("plugin", "diff", jar())).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")))
        .contains(
            "version|1.0.0 → 2.0.0",
            "size|10 → 2,000 bytes",
            "lost|sink.x gets no logs",
            "added|configuration|[acme.hello] greeting|String, default hi");
  }

  @Test
  void saysWhetherAJarWouldBeTaken() throws Exception {
    answers("plugins/diff", diff(""));
    assertThat(run("plugin", "verify", jar())).isZero();
    assertThat(out.toString()).contains("acme.hello 2.0.0 can be installed; it is not signed");
    answers("plugins/diff", diff("it is pinned"));
    assertThat(run("plugin", "verify", jar())).isEqualTo(ExitCode.REFUSED);
    answers("plugins/diff", "{\"detail\":\"x.jar is no plugin: it is empty.\"}");
    refusal = 422;
    assertThat(run("plugin", "verify", jar())).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString())
        .contains("monitor: it is pinned")
        .contains("monitor: Refused: x.jar is no plugin: it is empty.");
  }

  @Test
  void upgradesOnlyWhatIsThere() throws Exception {
    answers("plugins/diff", diff("").replace("\"fromVersion\":\"1.0.0\",", ""));
    assertThat(run("plugin", "upgrade", jar())).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(err.toString()).contains("acme.hello is not installed");
    answers("plugins/diff", diff(""));
    answers("plugins", deployment("committed", ""));
    assertThat(run("plugin", "upgrade", jar())).isZero();
    assertThat(run("plugin", "upgrade", folder.resolve("nowhere.jar").toString()))
        .isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void printsTheHistoryAndEverythingOfAPlugin() {
    answers(
        "plugins/acme.hello/history",
        """
        {"history":[{"at":"2026-07-20T12:00:00Z","action":"upgrade","version":"2.0.0","kept":true,
        "current":true,"requestedBy":"alice","result":"committed","why":"faster","reason":""},
        {"at":"2026-07-20T11:00:00Z","action":"upgrade","version":"1.9.0","kept":false,
        "current":false,"requestedBy":"bob","result":"rolled-back","why":"for speed",
        "reason":"it threw"}]}\
        """);
    answers("plugins/acme.hello", PLUGIN);
    answers(
        "containment",
        """
        {"incidents":[{"time":"2026-07-20T12:00:01Z","kind":"stuck","what":"it hangs","count":3}]}\
        """);
    assertThat(run("plugin", "history", "acme.hello")).isZero();
    assertThat(run("plugin", "info", "acme.hello")).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")))
        .contains(
            "2026-07-20T12:00:00Z|upgrade|2.0.0 *|yes|alice|faster|committed",
            "2026-07-20T11:00:00Z|upgrade|1.9.0|no|bob|for speed|rolled-back: it threw",
            "state|active",
            "incident|2026-07-20T12:00:01Z stuck (3 times): it hangs",
            "if removed|nobody says hello");
  }
}
