package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A collector and an agent on one machine: what the agent's host says is at the collector, whoever
 * of the two crashes in between, and the agent is controlled by its socket alone.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AgentIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration ALL = Duration.ofSeconds(120);
  private static final int LINES_PER_SECOND = 500;

  private static int port;
  private static Platform collector;
  private static Api api;
  private static Agent agent;

  @BeforeAll
  static void start() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path folder = Surroundings.emptyFolder("agent");
    Path collectors = Files.createDirectories(folder.resolve("collector"));
    Path agents = Files.createDirectories(folder.resolve("agent"));
    collector =
        Platform.start(
            Surroundings.assembled("collector"),
            collectors,
            """
            [receiver.websocket]
            listen = "127.0.0.1:%d"

            [[probe.reachability]]
            name = "agents"
            probe = "tcp"
            targets = ["agent:tested:%1$d", "agent:nobody:%1$d"]
            interval = "1s"
            """
                .formatted(port));
    api = collector.setUp();
    String name = "[runtime]\nagent = \"tested\"\n";
    agent = Agent.start(agents, Configurations.standard(agents) + sink() + name);
  }

  private static String sink() {
    return "[sink.websocket]\naddresses = [\"ws://127.0.0.1:%d/transport\"]\n".formatted(port);
  }

  @AfterAll
  static void stop() throws Exception {
    try (Platform atLast = collector) {
      if (agent != null) {
        agent.close();
      }
    }
  }

  @Test
  @Order(1)
  void runsOnTheJavaOfTheArchiveAndListensNowhere() throws Exception {
    assertThat(agent.program()).isEqualTo(agent.home().toRealPath().resolve("java/bin/java"));
    assertThat(agent.ports()).isEmpty();
    // Java maps the classes that the build wrote down only where they fit jars and runtime.
    assertThat(agent.mapped())
        .contains(agent.home().toRealPath().resolve("java/lib/server/monitor.aot"));
    List<String> jars = new ArrayList<>();
    for (String part : List.of("bundles", "plugins", "lib")) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(agent.home().resolve(part))) {
        files.forEach(file -> jars.add(file.getFileName().toString()));
      }
    }
    assertThat(jars)
        .anyMatch(jar -> jar.startsWith("sink.websocket"))
        .noneMatch(jar -> jar.matches(".*(jetty|servlet|postgres|monitor\\.rest|webconsole).*"));
  }

  @Test
  @Order(2)
  void showsALineOfTheAgentsHostAtTheCollector() throws Exception {
    Files.writeString(agent.watched("app.log"), "a line with needle-815 in it\n");
    JsonNode line =
        Await.until("the line", SOON, () -> lines("needle-815"), lines -> lines.size() == 1).get(0);
    assertThat(line.path("body").asText()).isEqualTo("a line with needle-815 in it");
    assertThat(line.path("source").asText()).isEqualTo("collector.logs~app");
    String host = agent.ask("status", "--json").json().path("host").asText();
    assertThat(line.path("host").asText()).isEqualTo(host).isNotEmpty();
  }

  /** Both are on this host, and so of one name. */
  @Test
  @Order(2)
  void isKnownAtTheCollectorWithItsHostItsAddressAndItsVersion() throws Exception {
    String host = agent.ask("status", "--json").json().path("host").asText();
    JsonNode known =
        Await.until(
            "the agent is seen",
            SOON,
            AgentIT::tested,
            first -> !first.path("hosts").isEmpty() && first.path("connected").asBoolean());
    assertThat(known.path("hosts").findValuesAsText("host")).containsExactly(host);
    assertThat(known.path("connections").findValuesAsText("address")).containsExactly("127.0.0.1");
    assertThat(known.path("connections").findValuesAsText("software"))
        .allMatch(software -> software.matches("monitor \\d+\\.\\d+.*, Java \\d+"));
  }

  private static JsonNode tested() throws Exception {
    for (JsonNode each : api.get("agents").path("agents")) {
      if (each.path("name").asText().equals("tested")) {
        return each;
      }
    }
    return MissingNode.getInstance();
  }

  @Test
  @Order(2)
  void testsAnAgentByItsName() throws Exception {
    String known = "agent:tested:" + port;
    Await.until("a good round", SOON, () -> rounds(known), text -> text.contains("127.0.0.1"));
    String nobody = "agent nobody has not been connected, so its address is not known";
    Await.until("a bad one", SOON, () -> rounds("agent:nobody:" + port), t -> t.contains(nobody));
  }

  private static String rounds(String target) throws Exception {
    return api.get("reachability?probe=tcp&from=now-5m&target=" + Api.encode(target)).toString();
  }

  private static JsonNode lines(String query) throws Exception {
    return api.get("logs?from=now-10m&query=" + Api.encode(query)).path("lines");
  }

  @Test
  @Order(3)
  void tellsHowItIsThroughItsSocket() throws Exception {
    JsonNode status =
        Await.until(
            "ready",
            SOON,
            () -> agent.ask("status", "--json").json(),
            s -> s.path("ready").asBoolean());
    assertThat(status.path("distribution").asText()).isEqualTo("agent");
    JsonNode plugins = agent.ask("plugin", "list", "--json").json().path("plugins");
    assertThat(plugins.findValuesAsText("name")).contains("sink.websocket", "collector.logs");
    assertThat(agent.ask("plugin", "info", "sink.websocket").text()).contains("active");
    Agent.Answer missing = agent.ask("plugin", "info", "no.such");
    assertThat(missing.exitCode()).as(missing.text()).isEqualTo(6);
    Agent.Answer config = agent.ask("config", "get");
    assertThat(config.exitCode()).as(config.text()).isEqualTo(7);
    assertThat(config.text()).contains("configured by its files alone");
  }

  @Test
  @Order(4)
  void letsNobodyElseOpenItsSocket() throws Exception {
    Path socket = agent.data().resolve("run/control/control.sock");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  @Order(5)
  void switchesAPluginOffAndOnAndReadsItsConfigurationAgain() throws Exception {
    assertThat(agent.ask("plugin", "disable", "probe.reachability").exitCode()).isZero();
    assertThat(agent.ask("plugin", "info", "probe.reachability").text()).contains("disabled");
    assertThat(agent.ask("plugin", "enable", "probe.reachability").exitCode()).isZero();
    Files.writeString(
        agent.configuration(), "\n[sink.console]\nformat = \"json\"\n", StandardOpenOption.APPEND);
    assertThat(agent.ask("reload").exitCode()).isZero();
    Await.until(
        "the console",
        SOON,
        () -> agent.ask("plugin", "info", "sink.console").text(),
        text -> text.contains("active"));
  }

  /** Its core has no class loaders of its own, those of plugins are as elsewhere. */
  @Test
  @Order(5)
  void upgradesRollsBackAndRemovesAPluginThatTriesToEndIt() throws Exception {
    String name = "hello.plugin";
    install(PluginProject.copy("hello-plugin"), "1.0.0", 0);
    install(PluginProject.copy("hello-plugin"), "1.1.0", 0);
    assertThat(agent.ask("plugin", "info", name).text()).contains("1.1.0").contains("active");
    PluginProject ending =
        PluginProject.copy("hello-plugin")
            .edit("while (context", "System.exit(7);\n    while (context");
    String refused = install(ending, "1.2.0", 8);
    assertThat(refused).contains("System.exit(7)");
    assertThat(agent.ask("plugin", "info", name).text()).contains("1.1.0").contains("active");
    assertThat(agent.ask("plugin", "rollback", name).exitCode()).isZero();
    assertThat(agent.ask("plugin", "info", name).text()).contains("1.0.0").contains("active");
    assertThat(agent.ask("plugin", "remove", "--yes", name).exitCode()).isZero();
    assertThat(agent.ask("plugin", "info", name).exitCode()).isEqualTo(6);
  }

  private static String install(PluginProject project, String version, int exitCode)
      throws Exception {
    Path jar = project.version(version).build();
    Agent.Answer answer = agent.ask("plugin", "install", jar.toString());
    assertThat(answer.exitCode()).as(answer.text()).isEqualTo(exitCode);
    return answer.text();
  }

  @Test
  @Order(6)
  void losesAndDoublesNothingWhenAgentAndCollectorCrash() throws Exception {
    try (PacedWriter writer =
        new PacedWriter(agent.watched("paced.log"), "paced", LINES_PER_SECOND)) {
      writer.awaitMore(LINES_PER_SECOND * 4);
      agent.crash();
      writer.awaitMore(LINES_PER_SECOND * 4);
      collector.kill();
      writer.awaitMore(LINES_PER_SECOND * 2);
      collector.restart();
      api = api.at(collector.awaitReady());
      agent.crash();
      writer.awaitMore(LINES_PER_SECOND * 4);
      writer.close();
      StoredLines.awaitComplete(collector.data(), "paced", writer.durable(), ALL);
    }
    // The folder for temporary files may forbid to run what is in it.
    Path unpacked = agent.data().toRealPath().resolve("cache/native");
    assertThat(agent.mapped())
        .anyMatch(file ->
            file.startsWith(unpacked) && file.getFileName().toString().startsWith("libzstd"));
  }

  @Test
  @Order(7)
  void stopsWhenItsSocketIsToldTo() throws Exception {
    Await.until("it answers", SOON, () -> agent.ask("status").exitCode(), code -> code == 0);
    assertThat(agent.ask("stop").exitCode()).isZero();
    assertThat(agent.runs()).isFalse();
    assertThat(agent.end()).isZero();
    Agent.Answer after = agent.ask("status");
    assertThat(after.exitCode()).as(after.text()).isEqualTo(5);
    assertThat(after.text()).contains("does not run with the data folder");
  }

  @Test
  @Order(8)
  void runsInARootOfAShellAndItsLibraries() throws Exception {
    assumeThat(System.getProperty("user.name"))
        .as("not run: needs root to change the root")
        .isEqualTo("root");
    BareRoot root = BareRoot.make(Surroundings.emptyFolder("bare"), "agent");
    Files.writeString(
        root.folder().resolve("monitor.toml"),
        "[[collector.logs]]\nname = \"bare\"\npaths = [\"/data/*.log\"]\n" + sink());
    String program = "/" + root.home().getFileName() + "/bin/monitor";
    Path output = root.folder().resolveSibling("bare.txt");
    Process process =
        root.command(program, "run", "--no-supervisor", "--config=/monitor.toml", "--data=/data/m")
            .redirectOutput(output.toFile())
            .start();
    try {
      Await.until(
          "ready, see " + output,
          SOON,
          () -> Files.readString(output),
          text -> text.contains("Monitor is ready: unix:") || !process.isAlive());
      Files.writeString(root.folder().resolve("data/bare.log"), "a line from a bare root\n");
      Await.until("the line", SOON, () -> lines("bare root"), lines -> lines.size() == 1);
      Process stop = root.command(program, "stop", "--data=/data/m").start();
      assertThat(stop.waitFor()).as(new String(stop.getInputStream().readAllBytes())).isZero();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** What the archive of classes lacks is read from jars, checked and compiled at each start. */
  @Test
  @Order(9)
  void hasTheClassesOfItsBundlesInTheArchive() throws Exception {
    Path folder = Surroundings.emptyFolder("classes");
    Path loaded = folder.resolve("classes.log");
    String nowhere = "[sink.websocket]\naddresses = [\"ws://127.0.0.1:1/transport\"]\n";
    Agent alone =
        Agent.start(
            folder,
            Configurations.standard(folder) + nowhere,
            "-Xlog:class+load:file=%s:none".formatted(loaded));
    try (alone) {
      Files.writeString(alone.watched("app.log"), "a line that waits\n");
      Await.until(
          "the line in the journal",
          SOON,
          () -> alone.ask("sink", "list", "--json").json().findValuesAsText("backlog"),
          backlogs -> backlogs.stream().anyMatch(events -> !events.equals("0")));
    }
    assertThat(alone.output())
        .as("a stop without a collector")
        .contains("Stopped in")
        .doesNotContain("cannot take");
    List<String> lines = Files.readAllLines(loaded);
    assertThat(lines)
        .filteredOn(line -> line.contains("shared objects file"))
        .hasSizeGreaterThan(5000);
    // Some are only used now; of all there are two thousand.
    assertThat(lines)
        .filteredOn(line -> line.contains("source: plugin:") || line.contains("/bundles/"))
        .hasSizeLessThan(200);
    assertThat(lines)
        .as("the parser of other commands, of which four are named in the class of the program")
        .filteredOn(line -> line.contains("/picocli"))
        .hasSizeLessThan(10);
  }
}
