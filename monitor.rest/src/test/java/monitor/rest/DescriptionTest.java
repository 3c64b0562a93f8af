package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.TreeSet;
import monitor.rest.http.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptionTest {
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
}
