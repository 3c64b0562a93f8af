package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import monitor.api.operation.ConfigurationTables;
import monitor.config.live.ConfigurationComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The routes of the configuration, with the real files and the real configuration service. */
class ConfigTest {
  private static final String METATYPE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
        <OCD id="Disk" name="Disk" description="A disk.">
          <AD id="interval" name="Interval" type="String" default="1s" min="100ms" max="1h"/>
          <AD id="retries" name="Retries" type="Integer" default="3" min="0" max="10"/>
          <AD id="mode" name="Mode" type="String" default="fast">
            <Option label="Fast" value="fast"/><Option label="Slow" value="slow"/>
          </AD>
          <AD id="paths" name="Paths" type="String" cardinality="2147483647" default="/a,/b"/>
          <AD id="url" name="URL" type="String" default=""/>
          <AD id=".password" name="Password" type="Password" default="" required="false"/>
        </OCD>
        <OCD id="Probe" name="Probe" description="A probe.">
          <AD id="target" name="Target" type="String"/>
        </OCD>
        <OCD id="Closed" name="Deployer" description="Plugins.">
          <AD id="signature" name="Signature" type="String" default="off"/>
        </OCD>
        <Designate pid="test.disk"><Object ocdref="Disk"/></Designate>
        <Designate factoryPid="test.probe"><Object ocdref="Probe"/></Designate>
        <Designate pid="deployer"><Object ocdref="Closed"/></Designate>
      </metatype:MetaData>
      """;

  @TempDir private Path data;
  private FrameworkServer server;
  private ConfigurationAdmin admin;
  private ConfigurationComponent component;
  private final HttpClient client = HttpClient.newHttpClient();
  private URI base;
  private TestServer.Browser browser;

  @BeforeEach
  void start() throws Exception {
    Path bundles = Files.createDirectories(data.resolve("home/bundles"));
    try (OutputStream file = Files.newOutputStream(bundles.resolve("test.jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.putNextEntry(new ZipEntry("OSGI-INF/metatype/test.xml"));
      jar.write(METATYPE.getBytes(StandardCharsets.UTF_8));
    }
    write("[test.disk]\nretries = 4\nurl = \"http://u:hidden@h\"\nlocked = [\"mode\"]\n");
    server = new FrameworkServer(data);
    BundleContext context = server.context();
    admin = context.getService(context.getServiceReference(ConfigurationAdmin.class));
    component = new ConfigurationComponent(admin, context);
    context.registerService(ConfigurationTables.class, component, null);
    component.run();
    Await.until("the API is served", server::serves);
    JsonNode note = TestServer.JSON.readTree(Files.readAllBytes(data.resolve("run/monitor.json")));
    base = URI.create(note.get("url").asText());
    String secret = Files.readString(data.resolve("secrets/setup")).strip();
    browser =
        TestServer.browser(
            send(
                "POST",
                "setup",
                "{\"secret\":\"%s\",\"username\":\"root\",\"password\":\"%s\"}"
                    .formatted(secret, TestServer.PASSWORD)));
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    server.close();
  }

  private void write(String toml) throws Exception {
    Files.writeString(data.resolve("monitor.toml"), toml);
  }

  private TestServer.Answer send(String method, String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("/api/v1/" + path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (browser != null) {
      request.headers(browser.headers());
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new TestServer.Answer(answer.statusCode(), answer.body(), answer);
  }

  private TestServer.Answer put(String pid, String values) throws Exception {
    return send("PUT", "config/" + pid, "{\"values\":" + values + "}");
  }

  private Object applied(String pid, String key) throws Exception {
    Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
    Dictionary<String, Object> properties = found == null ? null : found[0].getProperties();
    return properties == null ? null : properties.get(key);
  }

  private static JsonNode key(JsonNode table, String id) {
    for (JsonNode key : table.get("keys")) {
      if (key.get("key").asText().equals(id)) {
        return key;
      }
    }
    throw new AssertionError(id);
  }

  @Test
  void appliesWhatIsSetOverTheFilesAndNotesIt() throws Exception {
    assertThat(applied("test.disk", "retries")).isEqualTo(4);
    assertThat(put("test.disk", "{\"retries\":7,\"paths\":[\"/x\"]}").status()).isEqualTo(204);
    assertThat(applied("test.disk", "retries")).isEqualTo(7);
    JsonNode table = send("GET", "config/test.disk", "").json();
    assertThat(key(table, "retries").get("value").asInt()).isEqualTo(7);
    assertThat(key(table, "retries").get("origin").asText()).contains("config/test.disk.json");
    assertThat(key(table, "paths").get("value").toString()).isEqualTo("[\"/x\"]");
    assertThat(put("test.disk", "{}").status()).isEqualTo(204);
    assertThat(applied("test.disk", "retries")).isEqualTo(4);
    assertThat(data.resolve("config/test.disk.json")).doesNotExist();
    List<String> notes = Files.readAllLines(data.resolve("config/changes.jsonl"));
    assertThat(notes).hasSize(2).allMatch(note -> note.contains("\"by\":\"root\""));
    assertThat(notes.getLast())
        .contains("\"before\":{\"paths\":[\"/x\"],\"retries\":7},\"after\":{}");
  }

  @Test
  void makesAnInstance() throws Exception {
    assertThat(put("test.probe~edge", "{}").json().at("/errors/0/message").asText())
        .contains("'target' is required");
    assertThat(put("test.probe~edge", "{\"target\":\"t\"}").status()).isEqualTo(204);
    assertThat(applied("test.probe~edge", "target")).isEqualTo("t");
    assertThat(send("GET", "config", "").json().findValuesAsText("pid"))
        .contains("test.disk", "test.probe", "test.probe~edge");
  }

  /** Also one that has a key without which it is nothing. */
  @Test
  void removesAnInstanceThatWasMadeHere() throws Exception {
    assertThat(put("test.probe~edge", "{\"target\":\"t\"}").status()).isEqualTo(204);
    assertThat(put("test.probe~edge", "{}").status()).isEqualTo(204);
    assertThat(data.resolve("config/test.probe~edge.json")).doesNotExist();
    assertThat(send("GET", "config", "").json().findValuesAsText("pid"))
        .doesNotContain("test.probe~edge");
  }

  @Test
  void namesEachWrongValueAndChangesNothing() throws Exception {
    TestServer.Answer answer =
        put(
            "test.disk",
            "{\"retries\":11,\"interval\":\"2d\",\"mode\":\"slow\",\"nowhere\":1,\"paths\":\"x\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder(
            "values.retries", "values.interval", "values.mode", "values.nowhere", "values.paths");
    assertThat(answer.body())
        .contains("locks this key")
        .doesNotContain("monitor-overlay", "is left out");
    assertThat(put("test.disk", "{\"retries\":null}").json().at("/errors/0/field").asText())
        .isEqualTo("values.retries");
    assertThat(put("test.disk", "{\"paths\":[[1]]}").status()).isEqualTo(400);
    assertThat(send("PUT", "config/test.disk", "{\"value\":{}}").status()).isEqualTo(400);
    assertThat(send("PUT", "config/test.disk?dryRun=true", "{\"values\":{\"retries\":9}}").status())
        .isEqualTo(204);
    assertThat(applied("test.disk", "retries")).isEqualTo(4);
    assertThat(data.resolve("config")).doesNotExist();
  }

  @Test
  void leavesGuardsAndSecretsToTheFiles() throws Exception {
    assertThat(put("deployer", "{\"signature\":\"off\"}").code()).isEqualTo("table-closed");
    assertThat(put("test.disk", "{\".password\":\"x\"}").json().at("/errors/0/message").asText())
        .contains("is a secret");
    for (String pid : List.of("nowhere", "test.disk~a", "test.probe", "test.probe~..", "a%20b")) {
      assertThat(put(pid, "{\"a\":1}").status()).as(pid).isEqualTo(404);
    }
    // What is set here is not expanded.
    assertThat(put("test.disk", "{\"url\":\"${file:/etc/passwd}\"}").status()).isEqualTo(204);
    assertThat(applied("test.disk", "url")).isEqualTo("${file:/etc/passwd}");
  }

  @Test
  void showsNoSecret() throws Exception {
    Files.writeString(data.resolve(".env"), "WORD=hidden\n");
    write(
        "[test.disk]\n\".password\" = \"hidden\"\ninterval = \"1s\"\npaths = [\"${WORD}\"]\n"
            + "url = \"http://u:hidden@h/x\"\n");
    String shown = send("GET", "config", "").body();
    assertThat(shown).doesNotContain("hidden").contains("http://***@h/x");
  }

  @Test
  void refusesToSetAnythingOverFilesThatAreWrong() throws Exception {
    write("[test.disk]\nretries = 99\n");
    TestServer.Answer answer = put("test.disk", "{\"retries\":1}");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("detail").asText()).contains("monitor.toml:2");
  }

  @Test
  void describesATableAsJsonSchema() throws Exception {
    JsonNode schema = send("GET", "config/test.disk/schema", "").json();
    JsonNode properties = schema.get("properties");
    assertThat(properties.get("retries").toString())
        .isEqualTo(
            "{\"type\":\"integer\",\"minimum\":0,\"maximum\":10,\"title\":\"Retries\",\"description\":\"\",\"default\":3}");
    assertThat(properties.at("/mode/enum").toString()).isEqualTo("[\"fast\",\"slow\"]");
    assertThat(properties.at("/interval/x-min").asText()).isEqualTo("100ms");
    assertThat(properties.at("/paths/items/type").asText()).isEqualTo("string");
    assertThat(properties.at("/.password/writeOnly").asBoolean()).isTrue();
    assertThat(send("GET", "config/test.probe/schema", "").json().get("required").toString())
        .isEqualTo("[\"target\"]");
  }
}
