package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import monitor.api.identity.AgentTokens;
import monitor.rest.servlets.PluginServlet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The bundle among the bundles of the distribution. */
class RestServerTest {
  @TempDir private static Path data;
  private static FrameworkServer server;
  private static URI base;
  private static TestServer.Browser admin;
  private static HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    server = new FrameworkServer(data);
    Await.until("the API is served", server::serves);
    JsonNode note = TestServer.JSON.readTree(Files.readAllBytes(data.resolve("run/monitor.json")));
    assertThat(note.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(note.get("distribution").asText()).isEqualTo("standalone");
    base = URI.create(note.get("url").asText());
    assertThat(base.getHost()).isEqualTo("127.0.0.1");
    client = HttpClient.newHttpClient();
    admin = setUp();
  }

  @AfterAll
  static void stop() throws Exception {
    client.shutdownNow();
    server.close();
    assertThat(data.resolve("run/monitor.json")).doesNotExist();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
  }

  private static TestServer.Browser setUp() throws Exception {
    Path secret = data.resolve("secrets/setup");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    HttpResponse<String> answer =
        send(
            to("/api/v1/setup")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"secret\":\"%s\",\"username\":\"root\",\"password\":\"%s\"}"
                            .formatted(Files.readString(secret).strip(), TestServer.PASSWORD))));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(secret).doesNotExist();
    return TestServer.browser(new TestServer.Answer(201, answer.body(), answer));
  }

  @Test
  void servesTheApiOnTheHttpWhiteboard() throws Exception {
    HttpResponse<String> live = send(to("/livez"));
    assertThat(live.body()).isEqualTo("ok\n");
    assertThat(live.headers().firstValue("Server")).isEmpty();
    HttpResponse<String> bundles = send(to("/api/v1/bundles").headers(admin.headers()));
    assertThat(bundles.body()).contains("org.apache.felix.http.jetty");
    long id =
        server.context().getBundle("reference:" + Path.of("target/classes").toUri()).getBundleId();
    HttpResponse<String> own = send(to("/api/v1/bundles/" + id).headers(admin.headers()));
    assertThat(own.body()).contains("\"symbolicName\":\"monitor.rest\"", "jakarta.servlet.Servlet");
  }

  @Test
  void takesAPluginAsAForm() throws Exception {
    String body =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"hello.jar\"\r\n"
            + "Content-Type: application/java-archive\r\n\r\n12345\r\n--x--\r\n";
    HttpResponse<String> answer =
        send(
            to("/api/v1/plugins")
                .headers(admin.headers())
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(server.deployer.calls).containsExactly("install hello.jar 5 by root");
  }

  @Test
  void saysThatMetricsAreNotTakenWhileTheRuntimeIsAway() throws Exception {
    HttpResponse<String> answer =
        send(
            to("/api/v1/metrics")
                .headers(admin.headers())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"cpu_usage\": 1}")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void streamsWithoutAThreadPerClient() throws Exception {
    HttpResponse<InputStream> answer =
        client.send(
            to("/api/v1/stream?topics=pipeline").headers(admin.headers()).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      while (!line.startsWith("data:")) {
        line = reader.readLine();
      }
      assertThat(line).contains("\"sources\":[{\"name\":\"collector.metrics\"");
    }
  }

  @Test
  void refusesPathsThatHaveTwoReadings() throws Exception {
    for (String path :
        new String[] {
          "/api/v1/%2e%2e/v1/status",
          "/api/v1/..%2fstatus",
          "/api/v1/%252e%252e/status",
          "/api/v1/../v1/status",
          "/api//v1/status",
          "/api/v1/status;x=y",
          "/api/v1/sources/a%2fb",
          "/api/v1/%00",
          "/api/v1/%ff"
        }) {
      assertThat(raw(path))
          .as(path)
          .containsPattern("^HTTP/1.1 (400|401|404) ")
          .doesNotContain("at org.");
    }
  }

  @Test
  void closesTheServletsOfPluginsToThoseWhoAreNotSignedIn() throws Exception {
    server
        .context()
        .registerService(
            Servlet.class,
            new HttpServlet() {
              private static final long serialVersionUID = 1;

              @Override
              protected void service(HttpServletRequest request, HttpServletResponse response)
                  throws IOException {
                response.getWriter().print("of a plugin");
              }
            },
            new Hashtable<>(Map.of("osgi.http.whiteboard.servlet.pattern", "/plugins/hello/*")));
    String path = "/plugins/hello/page";
    assertThat(send(to(path)).statusCode()).isEqualTo(401);
    assertThat(send(to(path).headers(admin.headers())).body()).isEqualTo("of a plugin");
    HttpRequest.Builder change = to(path).POST(HttpRequest.BodyPublishers.noBody());
    assertThat(send(change.header("Cookie", admin.cookie())).statusCode()).isEqualTo(403);
  }

  @Test
  void servesAPluginBelowItsNameOnlyAndSaysWhy() throws Exception {
    BundleContext plugin = plugin(server, "acme.pages");
    serve(plugin, "/plugins/acme.pages/*", "monitor.rest");
    serve(plugin, "/", "root");
    serve(plugin, "/api/v1/status", "api");
    serve(plugin, "/plugins/acme.pages-not/*", "neighbour");
    Hashtable<String, Object> filter = new Hashtable<>();
    filter.put("osgi.http.whiteboard.filter.pattern", "/*");
    plugin.registerService(
        Filter.class,
        (request, response, chain) -> response.getWriter().print("of a plugin"),
        filter);

    String own = "/plugins/acme.pages/x";
    assertThat(send(to(own)).statusCode()).isEqualTo(401);
    assertThat(send(to(own).headers(admin.headers())).body()).isEqualTo("of a plugin");
    for (String path : new String[] {"/", "/api/v1/status", "/plugins/acme.pages-not/x"}) {
      HttpResponse<String> answer = send(to(path).headers(admin.headers()));
      assertThat(answer.body()).as(path).doesNotContain("of a plugin");
    }
    List<PluginServlet> servlets = PluginServlet.of(server.context(), "acme.pages");
    assertThat(servlets).extracting(PluginServlet::served).containsOnlyOnce(true).hasSize(5);
    assertThat(servlets)
        .extracting(PluginServlet::reason)
        .contains(
            "'/' is not below /plugins/acme.pages, where the servlets of acme.pages are; register it with the pattern /plugins/acme.pages/*")
        .anyMatch(reason -> reason.startsWith("a plugin may not put filters"));
  }

  /** A plugin without a class; what it registers is its own. */
  static BundleContext plugin(FrameworkServer server, String name) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    new JarOutputStream(jar, manifest).close();
    Bundle bundle =
        server
            .context()
            .installBundle("plugin:" + name, new ByteArrayInputStream(jar.toByteArray()));
    bundle.start();
    return bundle.getBundleContext();
  }

  /** Has a bundle serve a page. */
  @Test
  void offersNoSignedTokensWithoutAKeyForThem() {
    assertThat(server.context().getServiceReference(AgentTokens.class)).isNull();
  }

  static void serve(BundleContext context, String pattern, String name) {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("osgi.http.whiteboard.servlet.pattern", pattern);
    properties.put("osgi.http.whiteboard.servlet.name", name);
    context.registerService(
        Servlet.class,
        new HttpServlet() {
          private static final long serialVersionUID = 1;

          @Override
          protected void service(HttpServletRequest request, HttpServletResponse response)
              throws IOException {
            response.getWriter().print("of a plugin");
          }
        },
        properties);
  }

  private String raw(String path) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", base.getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
