package monitor.cli.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import monitor.cli.Monitor;
import monitor.cli.terminal.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The configuration of a platform, with a server of the test that answers as the platform does; the
 * platform itself is asked in {@code PlatformIT} of {@code monitor.itest}.
 */
class ConfigCommandTest {
  private static final String TABLES =
      """
      {"tables":[
       {"pid":"test.disk","table":"test.disk","name":"Disk","description":"A disk.",
        "factory":false,"editable":true,"keys":[
         {"key":"retries","value":7,"origin":"/d/config/test.disk.json:1","secret":false,"editable":true},
         {"key":"mode","value":"fast","origin":"/c/monitor.toml:3","secret":false,"editable":false},
         {"key":"interval","value":null,"origin":"","secret":false,"editable":true},
         {"key":"paths","value":["/x","/y"],"origin":"/c/monitor.toml:4","secret":false,"editable":true},
         {"key":"url","value":null,"origin":"environment/DATABASE_URL","secret":false,"editable":true},
         {"key":".password","value":null,"origin":"/c/monitor.toml:5","secret":true,"editable":false}]},
       {"pid":"test.probe","table":"test.probe","name":"Probe","description":"A probe.",
        "factory":true,"editable":true,"keys":[
         {"key":"target","value":null,"origin":"","secret":false,"editable":true},
         {"key":"limit.target","value":null,"origin":"","secret":false,"editable":true}]},
       {"pid":"test.probe~edge","table":"test.probe","name":"Probe","description":"A probe.",
        "factory":true,"editable":true,"keys":[
         {"key":"target","value":"http://***@h","origin":"/d/config/test.probe~edge.json:1","secret":false,"editable":true},
         {"key":"limit.target","value":null,"origin":"","secret":false,"editable":true},
         {"key":"names","value":null,"origin":"","secret":false,"editable":true}]},
       {"pid":"deployer","table":"deployer","name":"Deployer","description":"Plugins.",
        "factory":false,"editable":false,"keys":[
         {"key":"signature","value":null,"origin":"","secret":false,"editable":false}]}]}
      """;

  private static final String DISK =
      """
      {"title":"Disk","description":"A disk.","type":"object","properties":{
       "retries":{"type":"integer","minimum":0,"maximum":10,"title":"Retries","description":"How often.","default":3},
       "mode":{"type":"string","enum":["fast","slow"],"title":"Mode","description":"How.","default":"fast"},
       "interval":{"type":"string","x-min":"100ms","title":"Interval","description":"When.","default":"1s"},
       "paths":{"type":"array","items":{"type":"string"},"title":"Paths","description":"Where.","default":["/a"]},
       "url":{"type":"string","title":"URL","description":"Whence.","default":""},
       ".password":{"type":"string","title":"Password","description":"Hush.","writeOnly":true}},
       "required":["mode"],"additionalProperties":false}
      """;

  private static final String PROBE =
      """
      {"title":"Probe","type":"object","properties":{
       "target":{"type":"string","title":"Target","description":"Whom."},
       "limit.target":{"type":"number","title":"Limit","description":"How much."},
       "names":{"type":"array","items":{"type":"string"},"title":"Names","description":"Which.","default":[]}},
       "required":["target"]}
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int status = 204;
  private String problem = "";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/config", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    System.clearProperty("monitor.home");
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    boolean put = exchange.getRequestMethod().equals("PUT");
    String query = exchange.getRequestURI().getQuery();
    String asked = path + (query == null ? "" : "?" + query);
    String text = new String(sent, StandardCharsets.UTF_8);
    requests.add("%s %s %s".formatted(exchange.getRequestMethod(), asked, text).strip());
    String body =
        switch (path) {
          case "/api/v1/config" -> TABLES;
          case "/api/v1/config/test.disk/schema" -> DISK;
          case "/api/v1/config/test.probe/schema" -> PROBE;
          case "/api/v1/config/test.probe~edge/schema" -> PROBE;
          default -> put ? problem : "";
        };
    int code = put ? status : body.isEmpty() ? 404 : 200;
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, code == 204 ? -1 : bytes.length);
    exchange.getResponseBody().write(code == 204 ? new byte[0] : bytes);
    exchange.close();
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("config"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--server", "http://127.0.0.1:" + server.getAddress().getPort()));
    return Monitor.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private List<String> lines() {
    return out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")).toList();
  }

  private List<String> puts() {
    return requests.stream().filter(request -> request.startsWith("PUT")).toList();
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void showsWhatSomethingSetsAndWhat() {
    assertThat(run("get")).isZero();
    assertThat(lines())
        .containsExactly(
            "KEY|VALUE|FROM",
            "test.disk.retries|7|overlay /d/config/test.disk.json:1",
            "test.disk.mode|fast|/c/monitor.toml:3",
            "test.disk.paths|[\"/x\",\"/y\"]|/c/monitor.toml:4",
            "test.disk.url|(not shown)|environment DATABASE_URL",
            "test.disk..password|(a secret, not shown)|/c/monitor.toml:5",
            "test.probe~edge.target|http://***@h|overlay /d/config/test.probe~edge.json:1");
    assertThat(requests).containsExactly("GET /api/v1/config");
  }

  @Test
  void showsATableWithDefaultsAndAKeyAlone() throws Exception {
    assertThat(run("get", "test.disk")).isZero();
    assertThat(lines()).hasSize(7).contains("test.disk.interval|1s|default");
    out.getBuffer().setLength(0);
    assertThat(run("get", "test.probe")).isZero();
    assertThat(lines()).hasSize(4).contains("test.probe~edge.names|[]|default");
    out.getBuffer().setLength(0);
    assertThat(run("get", "test.disk.interval", "--json")).isZero();
    assertThat(json().toString())
        .isEqualTo(
            "{\"keys\":[{\"key\":\"test.disk.interval\",\"value\":\"1s\",\"from\":\"default\",\"origin\":\"\",\"secret\":false,\"editable\":true}]}");
    out.getBuffer().setLength(0);
    assertThat(run("get", "test.disk.retries", "-o", "jsonl")).isZero();
    assertThat(json().path("from").asText()).isEqualTo("overlay");
    assertThat(json().path("value").asInt()).isEqualTo(7);
    assertThat(run("get", "test.disk.nowhere")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(err.toString()).contains("no table, instance or key 'test.disk.nowhere'");
  }

  @Test
  void setsAKeyBesideWhatIsSetOverTheFiles() {
    assertThat(run("set", "test.disk.interval", "5s")).isZero();
    assertThat(puts())
        .containsExactly(
            "PUT /api/v1/config/test.disk {\"values\":{\"retries\":7,\"interval\":\"5s\"}}");
    assertThat(lines()).containsExactly("test.disk.interval: 1s (default) → 5s, applied");
  }

  @Test
  void sendsValuesInTheTypeOfTheirKeys() {
    assertThat(run("set", "test.disk.retries", "9", "test.disk.paths", "[\"/p\", \"/q\"]"))
        .isZero();
    assertThat(run("set", "test.disk.retries", "many", "test.disk.paths", "/p")).isZero();
    assertThat(run("set", "test.disk.paths", "[1", "test.disk.nowhere", "true")).isZero();
    assertThat(puts())
        .containsExactly(
            "PUT /api/v1/config/test.disk {\"values\":{\"retries\":9,\"paths\":[\"/p\",\"/q\"]}}",
            "PUT /api/v1/config/test.disk {\"values\":{\"retries\":\"many\",\"paths\":\"/p\"}}",
            "PUT /api/v1/config/test.disk {\"values\":{\"retries\":7,\"paths\":\"[1\",\"nowhere\":\"true\"}}");
  }

  @Test
  void onlySaysWhatWouldChangeInADryRun() throws Exception {
    assertThat(run("set", "test.disk.retries", "9", "--dry-run")).isZero();
    assertThat(puts())
        .containsExactly("PUT /api/v1/config/test.disk?dryRun=true {\"values\":{\"retries\":9}}");
    assertThat(lines())
        .containsExactly(
            "test.disk.retries: 7 (overlay /d/config/test.disk.json:1) → 9, not applied: --dry-run");
    out.getBuffer().setLength(0);
    assertThat(run("set", "test.disk.retries", "9", "--dry-run", "-o", "json")).isZero();
    assertThat(json().toString())
        .isEqualTo(
            "{\"table\":\"test.disk\",\"applied\":false,\"changes\":[{\"key\":\"test.disk.retries\",\"before\":7,\"from\":\"overlay\",\"after\":9}]}");
  }

  @Test
  void leavesKeysToTheFilesAgain() {
    assertThat(run("set", "test.disk.retries", "--unset")).isZero();
    assertThat(run("set", "test.probe~edge", "--unset")).isZero();
    assertThat(puts())
        .containsExactly(
            "PUT /api/v1/config/test.disk {\"values\":{}}",
            "PUT /api/v1/config/test.probe~edge {\"values\":{}}");
    assertThat(out.toString()).contains("→ what the files say, else 3, applied");
    assertThat(run("set", "test.disk.mode", "--unset")).isZero();
    assertThat(run("set", "deployer", "--unset")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(puts()).hasSize(2);
    assertThat(err.toString()).contains("Nothing of it is set over the files");
  }

  @Test
  void makesAnInstance() {
    assertThat(run("set", "test.probe~new.one.target", "t")).isZero();
    assertThat(run("set", "test.probe~new.limit.target", "1.5")).isZero();
    assertThat(puts())
        .containsExactly(
            "PUT /api/v1/config/test.probe~new.one {\"values\":{\"target\":\"t\"}}",
            "PUT /api/v1/config/test.probe~new {\"values\":{\"limit.target\":1.5}}");
    assertThat(out.toString()).contains("test.probe~new.one.target: nothing (default) → t");
  }

  @Test
  void losesNothingThatIsNotShownInFull() {
    assertThat(run("set", "test.probe~edge.limit.target", "2")).isEqualTo(ExitCode.REFUSED);
    assertThat(puts()).isEmpty();
    assertThat(err.toString()).contains("test.probe~edge.target stands over the files too");
    assertThat(run("set", "test.probe~edge.limit.target", "2", "test.probe~edge.target", "u"))
        .isZero();
    assertThat(puts())
        .containsExactly(
            "PUT /api/v1/config/test.probe~edge {\"values\":{\"limit.target\":2,\"target\":\"u\"}}");
  }

  @Test
  void tellsWhyThePlatformRefuses() {
    status = 400;
    problem =
        """
        {"title":"Bad Request","status":400,"code":"invalid-request",
        "detail":"values.retries: 11 is out of range, allowed is 0 to 10",
        "errors":[{"field":"values.retries","message":"11 is out of range, allowed is 0 to 10"}]}
        """;
    assertThat(run("set", "test.disk.retries", "11")).isEqualTo(ExitCode.PROBLEMS);
    assertThat(err.toString().strip())
        .isEqualTo(
            "monitor: Refused: test.disk.retries: 11 is out of range, allowed is 0 to 10; `monitor config schema test.disk` tells what it takes");
    problem = "{\"detail\":\"values.test.probe~new: the key 'target' is required\"}";
    assertThat(run("set", "test.probe~new.limit.target", "1")).isEqualTo(ExitCode.PROBLEMS);
    assertThat(err.toString()).contains("Refused: test.probe~new: the key 'target' is required;");
    status = 409;
    problem = "{\"detail\":\"The files are wrong\",\"hint\":\"Correct them first.\"}";
    assertThat(run("set", "test.disk.retries", "1")).isEqualTo(ExitCode.PROBLEMS);
    assertThat(err.toString()).contains("The files are wrong (Correct them first.)");
    status = 403;
    problem = "{\"detail\":\"The table test.disk is set in its files only.\"}";
    assertThat(run("set", "test.disk.retries", "1")).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).contains("is set in its files only");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusesACommandLineThatIsWrong() {
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(run("set", "test.disk.retries")).isEqualTo(ExitCode.USAGE);
    assertThat(run("set", "test.disk.retries", "1", "test.probe~edge.target", "x"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(run("set", "nowhere.key", "1")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(run("set", "test.probe.target", "x")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(puts()).isEmpty();
  }

  @Test
  void showsWhatStandsOverTheFiles() throws Exception {
    assertThat(run("diff")).isZero();
    assertThat(lines())
        .containsExactly(
            "KEY|DEFAULT|IN FORCE|FROM",
            "test.disk.retries|3|7|overlay /d/config/test.disk.json:1",
            "test.probe~edge.target|http://***@h|overlay /d/config/test.probe~edge.json:1");
    out.getBuffer().setLength(0);
    assertThat(run("diff", "-o", "json")).isZero();
    assertThat(json().at("/differences/0/otherwise/value").asInt()).isEqualTo(3);
    assertThat(json().at("/differences/0/inForce/value").asInt()).isEqualTo(7);
  }

  private void describe() throws IOException {
    String metatype =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
          <OCD id="Disk" name="Disk" description="A disk.">
            <AD id="retries" name="Retries" type="Integer" default="3" min="0" max="10"/>
            <AD id="mode" name="Mode" type="String" default="fast"/>
            <AD id="interval" name="Interval" type="String" default="1s"/>
            <AD id="paths" name="Paths" type="String" cardinality="2147483647" default="/a"/>
            <AD id="url" name="URL" type="String" default=""/>
            <AD id=".password" name="Password" type="Password" default="" required="false"/>
          </OCD>
          <Designate pid="test.disk"><Object ocdref="Disk"/></Designate>
        </metatype:MetaData>
        """;
    Path bundles = Files.createDirectories(folder.resolve("home/bundles"));
    try (OutputStream made = Files.newOutputStream(bundles.resolve("a.jar"));
        JarOutputStream jar = new JarOutputStream(made)) {
      jar.putNextEntry(new ZipEntry("OSGI-INF/metatype/test.xml"));
      jar.write(metatype.getBytes(StandardCharsets.UTF_8));
    }
    System.setProperty("monitor.home", folder.resolve("home").toString());
  }

  @Test
  void showsWhereWhatIsInForceDiffersFromAFile() throws Exception {
    describe();
    Path file = folder.resolve("other.toml");
    Files.writeString(
        file,
        """
        [test.disk]
        retries = 4
        interval = "1s"
        paths = ["/x", "/y"]
        url = "http://u:hidden-word@h"
        """);
    assertThat(run("diff", file.toString(), "--data", folder.resolve("data").toString())).isZero();
    assertThat(lines())
        .containsExactly(
            "KEY|FILE|IN FORCE|FROM", "test.disk.retries|4|7|overlay /d/config/test.disk.json:1");
    assertThat(err.toString())
        .contains("Not compared: test.disk..password, test.disk.url, test.probe~edge.target")
        .doesNotContain("hidden-word");
    Files.writeString(file, "[test.disk]\nretries = 99\nmode = \"slow\"\n");
    out.getBuffer().setLength(0);
    assertThat(run("diff", file.toString(), "--data", folder.resolve("data").toString())).isZero();
    assertThat(lines())
        .containsExactly(
            "KEY|FILE|IN FORCE|FROM",
            "test.disk.mode|slow|fast|/c/monitor.toml:3",
            "test.disk.paths|[\"/a\"]|[\"/x\",\"/y\"]|/c/monitor.toml:4");
    assertThat(err.toString()).contains(file + ":2: test.disk.retries:");
    assertThat(run("diff", folder.resolve("none").toString())).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void describesTablesAndTheirKeys() throws Exception {
    assertThat(run("schema")).isZero();
    assertThat(lines())
        .containsExactly(
            "TABLE|SET BY|WHAT",
            "[test.disk]|files, and over them|A disk.",
            "[[test.probe]]|files, and over them|A probe.",
            "[deployer]|files only|Plugins.");
    out.getBuffer().setLength(0);
    assertThat(run("schema", "test.disk")).isZero();
    assertThat(lines())
        .containsExactly(
            "KEY|TAKES|DEFAULT|WHAT",
            "test.disk.retries|integer, 0 to 10|3|How often.",
            "test.disk.mode|fast, slow, required|fast|How.",
            "test.disk.interval|text, at least 100ms|1s|When.",
            "test.disk.paths|a list of text|[\"/a\"]|Where.",
            "test.disk.url|text|Whence.",
            "test.disk..password|a secret, set in files only|Hush.");
    out.getBuffer().setLength(0);
    assertThat(run("schema", "test.disk", "-o", "json")).isZero();
    assertThat(json()).isEqualTo(new ObjectMapper().readTree(DISK));
    out.getBuffer().setLength(0);
    assertThat(run("schema", "test", "--json")).isZero();
    assertThat(json().properties().stream().map(java.util.Map.Entry::getKey))
        .containsExactly("test.disk", "test.probe");
    assertThat(run("schema", "nowhere")).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void saysThatAnAgentIsConfiguredByItsFiles() {
    for (String command : List.of("get", "diff", "schema")) {
      assertThat(
              Monitor.commandLine()
                  .setErr(new PrintWriter(err, true))
                  .execute("config", command, "--server", "unix:/nowhere/control.sock"))
          .isEqualTo(ExitCode.REFUSED);
    }
    assertThat(err.toString()).contains("configured by its files alone", "monitor reload");
  }
}
