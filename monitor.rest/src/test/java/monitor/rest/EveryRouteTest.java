package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import monitor.api.identity.AgentToken;
import monitor.api.identity.AgentTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;

/**
 * T19: everything that the running server answers, what plugins add too, against every role and
 * none. What is there is asked of the server: of its description of the API, and of the whiteboard.
 */
class EveryRouteTest {
  private static final Set<String> LOOK = Set.of("viewer", "operator", "admin");
  private static final Set<String> SWITCH = Set.of("operator", "admin");
  private static final Set<String> ALL = Set.of("viewer", "operator", "admin", "agent");

  /** Who may do what, written down a second time. */
  private static final Map<String, Set<String>> PERMITTED =
      Map.of(
          "signed-in", ALL,
          "read", LOOK,
          "operate", SWITCH,
          "administer", Set.of("admin"),
          "submit", Set.of("agent", "operator", "admin"));

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  /** Ends the name of a caller that has its role by a signed token. */
  private static final String SIGNED = ", signed";

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE");

  @TempDir private static Path data;
  private static FrameworkServer server;
  private static URI base;
  private static HttpClient client = HttpClient.newHttpClient();

  /** Headers of each role, and of those who have none: nobody, and two who pretend. */
  private static final Map<String, String[]> CALLERS = new LinkedHashMap<>();

  private static final Set<String> NOBODY = Set.of("nobody", "stranger", "revoked");

  @BeforeAll
  static void start() throws Exception {
    server =
        new FrameworkServer(
            data,
            Map.of(
                "rate-limit",
                1_000_000,
                "rate-limit.console",
                1_000_000,
                ".jwt-secret",
                SECRET,
                "jwt.roles",
                ALL.toArray(String[]::new)));
    Await.until("the API is served", server::serves);
    JsonNode note = TestServer.JSON.readTree(Files.readAllBytes(data.resolve("run/monitor.json")));
    base = URI.create(note.get("url").asText());
    client = HttpClient.newHttpClient();
    TestServer.Browser admin = setUp();
    CALLERS.put("nobody", new String[0]);
    CALLERS.put("stranger", bearer("mon_" + "A".repeat(43)));
    CALLERS.put("revoked", bearer(revoked(admin)));
    for (String role : new TreeSet<>(ALL)) {
      CALLERS.put(role, bearer(token(admin, role).get("token").asText()));
      CALLERS.put(role + SIGNED, bearer(signed(role)));
    }
  }

  @AfterAll
  static void stop() {
    client.shutdownNow();
    server.close();
  }

  private static String[] bearer(String secret) {
    return new String[] {"Authorization", "Bearer " + secret};
  }

  private static TestServer.Browser setUp() throws Exception {
    String secret = Files.readString(data.resolve("secrets/setup")).strip();
    HttpResponse<String> answer =
        post(
            "/api/v1/setup",
            "{\"secret\":\"%s\",\"username\":\"root\",\"password\":\"%s\"}"
                .formatted(secret, TestServer.PASSWORD));
    return TestServer.browser(new TestServer.Answer(201, answer.body(), answer));
  }

  private static String signed(String role) throws Exception {
    long now = Instant.now().getEpochSecond();
    String claims =
        "{\"iss\":\"monitor\",\"aud\":\"monitor\",\"sub\":\"%s\",\"jti\":\"%s\",\"role\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(role, role, role, now, now + 3600);
    JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(claims));
    token.sign(new MACSigner(SECRET));
    return token.serialize();
  }

  private static JsonNode token(TestServer.Browser admin, String role) throws Exception {
    String body = "{\"name\":\"%s\",\"role\":\"%s\"}".formatted(role, role);
    return TestServer.JSON.readTree(post("/api/v1/tokens", body, admin.headers()).body());
  }

  private static String revoked(TestServer.Browser admin) throws Exception {
    JsonNode token = token(admin, "admin");
    HttpRequest.Builder revoke =
        to("/api/v1/tokens/" + token.get("id").asText()).headers(admin.headers()).DELETE();
    assertThat(client.send(revoke.build(), HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(204);
    return token.get("token").asText();
  }

  private static HttpResponse<String> post(String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request = to(path).header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(
        request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
  }

  /**
   * What the server says to a request.
   *
   * @param code of its problem; empty if it is none
   */
  private record Verdict(int status, String code) {}

  /** Does not wait for the end of a body that has none. */
  private static Verdict call(String method, String path, String caller) throws Exception {
    HttpRequest.Builder request = to(path).method(method, HttpRequest.BodyPublishers.noBody());
    if (CALLERS.get(caller).length > 0) {
      request.headers(CALLERS.get(caller));
    }
    HttpResponse<InputStream> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      boolean problem =
          answer.headers().firstValue("Content-Type").orElse("").equals("application/problem+json");
      String text = problem ? new String(body.readAllBytes(), StandardCharsets.UTF_8) : "";
      return new Verdict(
          answer.statusCode(),
          text.isEmpty() ? "" : TestServer.JSON.readTree(text).get("code").asText());
    }
  }

  private static void check(String method, String path, Set<String> permitted, List<String> wrong)
      throws Exception {
    for (String caller : CALLERS.keySet()) {
      Verdict verdict = call(method, path, caller);
      boolean right =
          NOBODY.contains(caller)
              ? verdict.status() == 401
              : permitted.contains(caller.replace(SIGNED, ""))
                  ? verdict.status() != 401 && verdict.status() != 403
                  : verdict.status() == 403;
      if (!right) {
        wrong.add("%s %s as %s: %s".formatted(method, path, caller, verdict));
      }
    }
  }

  @Test
  void tellsThoseWhoTakeAgentsInOfTheSignedTokensOfAgentsAlone() throws Exception {
    BundleContext context = server.context();
    AgentTokens tokens = context.getService(context.getServiceReference(AgentTokens.class));
    assertThat(tokens.read(signed("agent")).map(AgentToken::agent)).contains("agent");
    assertThat(tokens.read(signed("admin"))).isEmpty();
  }

  @Test
  void answersEveryRouteOnlyToThoseWhoMayCallIt() throws Exception {
    HttpResponse<String> described =
        client.send(to("/api/v1/openapi.json").build(), HttpResponse.BodyHandlers.ofString());
    List<String> wrong = new ArrayList<>();
    int routes = 0;
    for (Map.Entry<String, JsonNode> path :
        TestServer.JSON.readTree(described.body()).get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        routes++;
        String method = operation.getKey().toUpperCase(Locale.ROOT);
        String target = path.getKey().replaceAll("\\{[^}]*}", "nobody");
        String permission = operation.getValue().get("x-permission").asText();
        if (permission.equals("public")) {
          open(method, target, wrong);
        } else {
          check(method, target, PERMITTED.get(permission), wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(routes).isGreaterThan(50);
  }

  /** A public route may refuse what it is asked, but asks nobody who they are. */
  private static void open(String method, String path, List<String> wrong) throws Exception {
    for (String caller : CALLERS.keySet()) {
      Verdict verdict = call(method, path, caller);
      if (Set.of("not-signed-in", "invalid-token", "not-permitted").contains(verdict.code())) {
        wrong.add("%s %s as %s: %s".formatted(method, path, caller, verdict));
      }
    }
  }

  @Test
  void deniesWhatAPluginOrAForgetfulBundleAddsUnlessSomebodyIsSignedIn() throws Exception {
    RestServerTest.serve(
        RestServerTest.plugin(server, "acme.pages"), "/plugins/acme.pages/*", "pages");
    RestServerTest.serve(
        RestServerTest.plugin(server, "acme.exact"), "/plugins/acme.exact", "exact");
    RestServerTest.serve(
        RestServerTest.plugin(server, "acme.open"), "/plugins/acme.open/*", "monitor.rest");
    RestServerTest.serve(server.context(), "/forgotten/*", "forgotten");
    List<String> wrong = new ArrayList<>();
    Set<String> paths = whiteboard();
    assertThat(paths)
        .contains("/plugins/acme.pages/x", "/plugins/acme.exact", "/plugins/acme.open/x")
        .contains("/forgotten/x");
    for (String path : paths) {
      for (String method : METHODS) {
        boolean safe = method.equals("GET") || method.equals("HEAD");
        check(method, path, safe ? LOOK : SWITCH, wrong);
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** An address of every servlet and resource that is served, but those of the API itself. */
  private static Set<String> whiteboard() {
    BundleContext context = server.context();
    HttpServiceRuntime runtime =
        context.getService(context.getServiceReference(HttpServiceRuntime.class));
    Set<String> paths = new TreeSet<>();
    for (var servlets : runtime.getRuntimeDTO().servletContextDTOs) {
      Stream<String> own =
          Stream.concat(
              Arrays.stream(servlets.servletDTOs).flatMap(dto -> Arrays.stream(dto.patterns)),
              Arrays.stream(servlets.resourceDTOs).flatMap(dto -> Arrays.stream(dto.patterns)));
      own.map(pattern -> servlets.contextPath + pattern.replaceFirst("/\\*$", "/x"))
          .map(path -> path.replaceFirst("^//", "/"))
          .forEach(paths::add);
    }
    assertThat(paths.removeAll(Set.of("/api/x", "/livez", "/readyz", "/metrics"))).isTrue();
    return paths;
  }
}
