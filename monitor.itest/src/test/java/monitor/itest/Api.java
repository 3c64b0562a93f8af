package monitor.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A program that uses the REST API as an administrator, with a token. */
public final class Api {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** All limits of a deployment together are shorter. */
  private static final Duration DEPLOYED = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The first administrator. */
  public static final String USER = "root";

  /** Its password. */
  public static final String PASSWORD = "correct-horse-battery-7";

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;
  private final String token;

  private Api(String url, String token) {
    this.base = url + "/api/v1/";
    this.token = token;
  }

  /** Makes the first administrator, signs in, and makes a token. */
  public static Api setUp(String url, String secret) throws IOException, InterruptedException {
    Api nobody = new Api(url, "");
    HttpResponse<String> response =
        nobody.post(
            "setup", Map.of("secret", secret, "username", USER, "password", PASSWORD), Map.of());
    expect(201, response);
    String csrf = JSON.readTree(response.body()).path("csrf").asText();
    String cookie = response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    HttpResponse<String> created =
        nobody.post(
            "tokens",
            Map.of("name", "itest", "role", "admin", "expiresIn", "7d"),
            Map.of("Cookie", cookie, "X-CSRF-Token", csrf));
    expect(201, created);
    return new Api(url, JSON.readTree(created.body()).path("token").asText());
  }

  /** The same program with the same token, after the platform has taken another port. */
  public Api at(String url) {
    return new Api(url, token);
  }

  /** Its token. */
  String token() {
    return token;
  }

  /** A body of JSON; anything but 200 fails. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(request(path).GET().build(), BodyHandlers.ofString());
    expect(200, response);
    return JSON.readTree(response.body());
  }

  /** A text at a path from the root; anything but 200 fails. */
  String text(String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(request(URI.create(base).resolve(path)).GET().build(), BodyHandlers.ofString());
    expect(200, response);
    return response.body();
  }

  /** Whatever is answered. */
  public HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    return client.send(request(path).GET().build(), BodyHandlers.ofString());
  }

  /** Submits the value of a metric of a host, taken now; anything but 202 fails. */
  void submit(String host, String metric, double value) throws IOException, InterruptedException {
    Map<String, Object> sample = Map.of("name", metric, "value", value, "unit", "1");
    expect(202, post("metrics", Map.of("host", host, "metrics", List.of(sample)), Map.of()));
  }

  /** Puts something; anything but 200 fails. */
  JsonNode put(String path, Object body) throws IOException, InterruptedException {
    return JSON.readTree(put(200, path, body));
  }

  /** Sets values of a table, or of an instance, in the place of those that were set before. */
  void configure(String pid, Map<String, ?> values) throws IOException, InterruptedException {
    put(204, "config/" + pid, Map.of("values", values));
  }

  private String put(int status, String path, Object body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    expect(status, response);
    return response.body();
  }

  private HttpResponse<String> post(String path, Object body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    headers.forEach(request::header);
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return request(URI.create(base + path));
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  /** Uploads the jar of a plugin; the deployment as it stands then. */
  public JsonNode install(byte[] jar, String fileName) throws IOException, InterruptedException {
    HttpResponse<String> response = upload("plugins?fileName=" + encode(fileName), jar);
    expect(202, response);
    return JSON.readTree(response.body());
  }

  /** Sends a jar to a route; whatever is answered. */
  HttpResponse<String> upload(String path, byte[] jar) throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/java-archive")
            .POST(BodyPublishers.ofByteArray(jar))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  /** Waits for the end of a deployment. */
  public JsonNode end(JsonNode deployment) throws Exception {
    String path = "deployments/" + deployment.path("id").asText();
    return Await.until(
        path, DEPLOYED, () -> get(path), now -> !now.path("state").asText().equals("running"));
  }

  /** Asks for something that has no body; the deployment as it stands then. */
  public JsonNode change(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = post(path, Map.of(), Map.of());
    expect(202, response);
    return JSON.readTree(response.body());
  }

  private static void expect(int status, HttpResponse<String> response) {
    if (response.statusCode() != status) {
      throw new AssertionError(
          "%s answered %d: %s".formatted(response.uri(), response.statusCode(), response.body()));
    }
  }

  /** The plugin of that name, if it is there. */
  public Optional<JsonNode> plugin(String name) throws IOException, InterruptedException {
    return StreamSupport.stream(get("plugins").path("plugins").spliterator(), false)
        .filter(entry -> entry.path("name").asText().equals(name))
        .findFirst();
  }

  /** A value as a part of a query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
