package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import monitor.rest.http.Limits;
import monitor.rest.http.Permission;
import monitor.rest.http.Role;
import monitor.rest.http.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorizationTest {
  @TempDir private Path data;

  @Test
  void answersEveryRouteOnlyToThoseWhoMayCallIt() throws Exception {
    try (TestServer server = new TestServer(data, new Limits(100_000, 100_000, 100_000))) {
      TestServer.Browser admin = server.setUp();
      Map<Role, String[]> tokens = new HashMap<>();
      for (Role role : Role.values()) {
        tokens.put(role, server.token(admin, role.label()));
      }
      List<String> wrong = new ArrayList<>();
      for (Route route : server.api.routes().routes()) {
        if (route.template().endsWith("/stream")) {
          continue; // Does not end; covered by LiveStreamTest.
        }
        check(server, route, tokens, wrong);
      }
      assertThat(wrong).isEmpty();
    }
  }

  private static void check(
      TestServer server, Route route, Map<Role, String[]> tokens, List<String> wrong)
      throws Exception {
    int anonymous = call(server, route, new String[0]);
    if (route.permission() == Permission.PUBLIC ? anonymous == 401 : anonymous != 401) {
      wrong.add("anonymous " + route + ": " + anonymous);
    }
    for (Role role : Role.values()) {
      int status = call(server, route, tokens.get(role));
      boolean refused = status == 403 || status == 401;
      // The set-up refuses by itself: no secret was given.
      if (route.permission().permits(role) == refused && route.permission() != Permission.PUBLIC) {
        wrong.add(role + " " + route + ": " + status);
      }
    }
  }

  private static int call(TestServer server, Route route, String[] headers) throws Exception {
    String path = route.template().replaceAll("\\{[^}]*}", "nobody");
    return server.send(server.request(route.method(), path, headers).build()).status();
  }

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
