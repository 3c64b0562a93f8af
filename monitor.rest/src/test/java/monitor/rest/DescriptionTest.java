package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import monitor.rest.http.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptionTest {
  private static final Set<String> CONFIGURATION =
      Set.of("/api/v1/config", "/api/v1/config/{pid}", "/api/v1/config/{pid}/schema");

  @TempDir private Path data;

  @Test
  void describesExactlyTheRoutesThatThereAre() throws Exception {
    try (TestServer server = new TestServer(data)) {
      JsonNode document = server.get("/api/v1/openapi.json").json();
      TreeSet<String> described = new TreeSet<>();
      document
          .get("paths")
          .properties()
          .forEach(path ->
              path.getValue()
                  .properties()
                  .forEach(operation ->
                      described.add(
                          operation.getKey().toUpperCase(java.util.Locale.ROOT)
                              + " "
                              + path.getKey()
                              + " "
                              + operation.getValue().get("x-permission").asText())));
      TreeSet<String> routes = new TreeSet<>();
      for (Route route : server.api.routes().routes()) {
        routes.add(route + " " + route.permission().label());
      }
      assertThat(described).isEqualTo(routes);
    }
  }

  @Test
  void answersEveryQuestionAsItIsDescribed() throws Exception {
    try (TestServer server = new TestServer(data)) {
      String[] admin = server.setUp().headers();
      JsonNode paths = server.get("/api/v1/openapi.json").json().get("paths");
      Description description = Description.ofTheApi();
      Map<String, Object> wrong = new TreeMap<>();
      Map<Integer, Set<String>> answered = new TreeMap<>();
      for (Map.Entry<String, JsonNode> path : paths.properties()) {
        JsonNode content = path.getValue().at("/get/responses/200/content");
        if (content.isMissingNode() || content.has("text/event-stream")) {
          continue;
        }
        TestServer.Answer answer = server.get(target(path.getKey()), admin);
        List<String> found = description.wrong(Description.Exchange.of(answer.response()));
        if (!found.isEmpty()) {
          wrong.put(path.getKey(), found);
        }
        answered.computeIfAbsent(answer.status(), status -> new TreeSet<>()).add(path.getKey());
      }
      assertThat(wrong).isEmpty();
      assertThat(answered.get(200)).hasSizeGreaterThan(30);
      assertThat(answered.remove(200)).isNotNull();
      assertThat(answered).as("without a configuration").isEqualTo(Map.of(503, CONFIGURATION));
    }
  }

  private static String target(String path) {
    return switch (path) {
      case "/api/v1/history", "/api/v1/stats" -> path + "?name=system.cpu.utilization";
      case "/api/v1/bundles/{id}" -> "/api/v1/bundles/0";
      default ->
          path.replace("sinks/{name}", "sinks/sink.postgres")
              .replace("{name}", "collector.metrics")
              .replace("{id}", "d-1")
              .replace("{pid}", "log");
    };
  }

  @Test
  void findsWhatIsNotAsItIsDescribed() {
    Description description = Description.ofTheApi();
    String token = "{\"name\":\"a\",\"role\":\"viewer\"}";
    assertThat(description.wrong(create("", token, 201, "{}")))
        .anyMatch(wrong -> wrong.contains("answered") && wrong.contains("required"));
    assertThat(description.wrong(create("", "{\"name\":\"a\",\"role\":\"king\"}", 201, "{}")))
        .anyMatch(wrong -> wrong.startsWith("sent") && wrong.contains("role"));
    assertThat(description.wrong(create("", "{\"nam\":\"a\"}", 201, "{}")))
        .anyMatch(wrong -> wrong.startsWith("sent") && wrong.contains("nam"));
    assertThat(description.wrong(create("?colour=red", token, 201, "{}")))
        .contains("the parameter colour is not described");
    assertThat(description.wrong(create("", token, 204, "")))
        .contains("the status 204 is not described");
    assertThat(description.wrong(create("", token, 400, "{\"title\":\"no\"}")))
        .anyMatch(wrong -> wrong.contains("application/json"));
  }

  private static Description.Exchange create(
      String query, String sent, int status, String answered) {
    String json = "application/json";
    return new Description.Exchange(
        "POST", "/api/v1/tokens" + query, json, sent, status, json, answered);
  }
}
