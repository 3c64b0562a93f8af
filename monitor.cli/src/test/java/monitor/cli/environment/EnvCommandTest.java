package monitor.cli.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import monitor.cli.Monitor;
import monitor.config.ConfigurationFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an installation of the test is set to, and by what. */
class EnvCommandTest {
  private static final String METATYPE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
        <OCD id="Rest" name="API" description="The API.">
          <AD id="host" name="Address" type="String" default="127.0.0.1"/>
          <AD id="port" name="Port" type="Integer" default="7717" min="0" max="65535"/>
          <AD id="workers" name="Threads" type="Integer" default="16"/>
          <AD id=".jwt-secret" name="Secret" type="Password" default="" required="false"/>
        </OCD>
        <OCD id="Receiver" name="Agents" description="Agents.">
          <AD id="listen" name="Address" type="String" default="127.0.0.1:7718"/>
          <AD id="names" name="Names" type="String" cardinality="2147483647" default=""/>
        </OCD>
        <OCD id="Probe" name="Probe" description="A probe.">
          <AD id="target" name="Target" type="String"/>
          <AD id="paths" name="Paths" type="String" cardinality="2147483647" default="/a,/b"/>
        </OCD>
        <Designate pid="monitor.rest"><Object ocdref="Rest"/></Designate>
        <Designate pid="receiver.websocket"><Object ocdref="Receiver"/></Designate>
        <Designate factoryPid="test.probe"><Object ocdref="Probe"/></Designate>
      </metatype:MetaData>
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path home;
  private Path data;
  private Path file;

  @BeforeEach
  void install() throws Exception {
    home = Files.createDirectories(folder.resolve("home"));
    data = folder.resolve("data");
    file = Files.createDirectories(home.resolve("conf")).resolve("monitor.toml");
    try (OutputStream made =
            Files.newOutputStream(
                Files.createDirectories(home.resolve("bundles")).resolve("a.jar"));
        JarOutputStream jar = new JarOutputStream(made)) {
      jar.putNextEntry(new ZipEntry("OSGI-INF/metatype/test.xml"));
      jar.write(METATYPE.getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(home.resolve("distribution"), "collector\n");
    Files.writeString(file, "");
    System.setProperty("monitor.home", home.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty("monitor.home");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("env"));
    all.addAll(List.of(arguments));
    return Monitor.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  /** What is told of a name, as one line of text. */
  private String told(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-o", "jsonl", "--data", data.toString()));
    String name = arguments[0];
    all.addAll(List.of(arguments).subList(1, arguments.length));
    out.getBuffer().setLength(0);
    assertThat(run(all.toArray(String[]::new))).isZero();
    for (String line : out.toString().lines().toList()) {
      JsonNode entry = new ObjectMapper().readTree(line);
      if (entry.path("name").asText().equals(name)) {
        return "%s %s %s %s"
            .formatted(
                entry.path("kind").asText(),
                entry.path("value"),
                entry.path("origin").asText(),
                entry.path("note").asText())
            .strip();
      }
    }
    return "";
  }

  @Test
  void tellsWhereEverythingLiesAndWhatSaysSo() throws Exception {
    assertThat(told("home")).isEqualTo("path \"%s\" bin/monitor".formatted(home));
    assertThat(told("data")).isEqualTo("path \"%s\" --data not there".formatted(data));
    assertThat(told("configuration")).isEqualTo("path \"%s\" default".formatted(file));
    assertThat(told("log"))
        .isEqualTo("path \"%s\" data not there".formatted(data.resolve("logs/monitor.log")));
    assertThat(told("plugins.dropped"))
        .isEqualTo("path \"%s\" data not there".formatted(data.resolve("plugins")));
    assertThat(told("bundles")).isEqualTo("path \"%s\" home".formatted(home.resolve("bundles")));
    assertThat(told("distribution")).isEqualTo("path \"collector\" home");
    assertThat(told("distribution", "--distribution", "agent"))
        .isEqualTo("path \"agent\" --distribution");
    Path other = Files.writeString(folder.resolve("other.toml"), "");
    Path more = Files.createDirectories(folder.resolve("conf.d")).resolve("more.toml");
    Files.writeString(more, "");
    assertThat(told("configuration", "--config", other.toString()))
        .isEqualTo("path \"%s\" --config".formatted(other));
    assertThat(told("configuration.more", "--config", other.toString()))
        .isEqualTo("path \"%s\" configuration".formatted(more));
    assertThat(data).doesNotExist();
  }

  @Test
  void tellsWhatSetsAKeyAndWhereThePlatformListens() throws Exception {
    assertThat(told("monitor.rest.port")).isEqualTo("setting 7717 default");
    assertThat(told("http")).isEqualTo("port \"127.0.0.1:7717\" default monitor.rest.port");
    assertThat(told("agents")).isEmpty();
    Files.writeString(
        file,
        """
        [monitor.rest]
        port = 8080
        [receiver.websocket]
        listen = "${WHERE:-127.0.0.1:9999}"
        [[test.probe]]
        name = "edge"
        target = "x"
        """);
    Files.writeString(file.resolveSibling(".env"), "MAX_WORKERS=3\n");
    Path over = Files.createDirectories(data.resolve("config")).resolve("test.probe~edge.json");
    Files.writeString(over, "{\"paths\":[\"/c\"]}");
    assertThat(told("monitor.rest.port")).isEqualTo("setting 8080 %s:2".formatted(file));
    assertThat(told("http")).startsWith("port \"127.0.0.1:8080\" %s:2".formatted(file));
    assertThat(told("agents")).startsWith("port \"127.0.0.1:9999\" %s:4".formatted(file));
    assertThat(told("receiver.websocket.names")).isEqualTo("setting [] default");
    assertThat(told("monitor.rest.workers"))
        .startsWith("setting null %s MAX_WORKERS".formatted(file.resolveSibling(".env")));
    assertThat(told("test.probe~edge.target")).isEqualTo("setting \"x\" %s:7".formatted(file));
    assertThat(told("test.probe~edge.paths"))
        .isEqualTo("setting [\"/c\"] overlay %s:1".formatted(over));
    assertThat(told("test.probe.target")).isEmpty();
    assertThat(told("WHERE")).isEqualTo("variable null not set in %s:4".formatted(file));
  }

  @Test
  void showsNoSecretAndSaysThatItIsSet() throws Exception {
    Files.writeString(
        file,
        "[monitor.rest]\nhost = \"${WORD}\"\n[[test.probe]]\nname = \"a\"\ntarget = \"t://u:hidden-word@h\"\n");
    Files.writeString(
        file.resolveSibling(".env"),
        "JWT_SECRET=hidden-word\nWORD=127.0.0.2\nDATABASE_URL=hidden-word\n");
    assertThat(told("JWT_SECRET"))
        .isEqualTo(
            "variable null %s set, not shown; sets monitor.rest..jwt-secret"
                .formatted(file.resolveSibling(".env")));
    assertThat(told("monitor.rest..jwt-secret")).contains("null", "a secret, not shown");
    assertThat(told("monitor.rest.host")).contains("null", "not shown: a variable");
    assertThat(told("test.probe~a.target")).contains("t://***@h");
    assertThat(run("--data", data.toString())).isZero();
    assertThat(out.toString() + err).doesNotContain("hidden-word");
  }

  @Test
  void showsOfVariablesOnlyWhatCannotBeSecret() {
    Map<String, String> process =
        Map.of(
            "MONITOR_TOKEN", "hidden-word",
            "MONITOR_SERVER", "http://u:hidden-word@h",
            "MONITOR_JAVA_OPTS", "-Dp=hidden-word",
            "MONITOR_MADE_UP", "hidden-word",
            "MONITOR_LOG_FORMAT", "json",
            "MAX_WORKERS", "3");
    List<EnvEntry> entries =
        new EnvVariables(new ConfigurationFiles(file, data, process)).entries();
    assertThat(entries.toString()).doesNotContain("hidden-word");
    assertThat(entries)
        .contains(
            new EnvEntry(
                "variable", "MAX_WORKERS", "3", "environment", "sets monitor.rest.workers"),
            new EnvEntry(
                "variable",
                "MONITOR_MADE_UP",
                null,
                "environment",
                "set, not shown; nothing looks at it"))
        .anyMatch(entry -> entry.name().equals("MONITOR_TOKEN") && entry.note().startsWith("set,"))
        .anyMatch(entry -> entry.name().equals("MONITOR_DATA") && entry.origin().equals("not set"));
  }

  @Test
  void tellsWhatItCanOfAConfigurationThatIsWrong() throws Exception {
    Files.writeString(file, "[monitor.rest]\nport = 99999\nprot = 1\n");
    assertThat(run("--data", data.toString())).isZero();
    assertThat(err.toString()).contains(file + ":2: monitor.rest.port:", "2 problems");
    assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")))
        .contains("WHAT|NAME|FROM|VALUE", "setting|monitor.rest.port|monitor.toml:2|99999");
  }

  @Test
  void tellsTheAddressOfThePlatformThatRunsHere() throws Exception {
    Files.createDirectories(data.resolve("run"));
    Files.writeString(data.resolve("run/monitor.json"), "{\"url\":\"http://127.0.0.1:1234/\"}");
    Files.writeString(data.resolve("run/lock"), Long.toString(ProcessHandle.current().pid()));
    assertThat(told("running")).isEqualTo("port \"http://127.0.0.1:1234\" run/monitor.json");
    Files.delete(data.resolve("run/lock"));
    assertThat(told("running")).isEmpty();
  }
}
