package monitor.rest.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All routes there are: what is not in it does not exist. Immutable. */
public final class RouteTable {
  /**
   * A route and the values of its path.
   *
   * @param route the route
   * @param values by name in the template
   */
  public record Match(Route route, Map<String, String> values) {}

  private final List<Route> routes;

  /**
   * A table of these routes.
   *
   * @throws IllegalArgumentException if two of them answer the same
   */
  public RouteTable(List<Route> routes) {
    Set<String> seen = new HashSet<>();
    for (Route route : routes) {
      if (!seen.add(route.method() + " " + route.template().replaceAll("\\{[^}]*}", "{}"))) {
        throw new IllegalArgumentException("two routes answer " + route);
      }
    }
    this.routes = List.copyOf(routes);
  }

  /** The routes in the order given. */
  public List<Route> routes() {
    return routes;
  }

  /**
   * Finds the route of a request. {@code HEAD} is answered by the route of {@code GET}.
   *
   * @throws Problem 400, 404 or 405
   */
  public Match match(Request request) {
    return match(request.method(), RequestPath.segments(request.path()));
  }

  private Match match(String method, List<String> path) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    Set<String> others = new TreeSet<>();
    @Nullable Match best = null;
    for (Route route : routes) {
      Map<String, String> values = new HashMap<>();
      if (!fits(route.segments(), path, values)) {
        continue;
      }
      if (!route.method().equals(wanted)) {
        others.add(route.method());
      } else if (best == null || values.size() < best.values().size()) {
        best = new Match(route, values);
      }
    }
    return best != null ? best : refuse(method, path, others);
  }

  private static Match refuse(String method, List<String> path, Set<String> others) {
    String shown = "/" + String.join("/", path);
    if (others.isEmpty()) {
      throw Problem.of(404, "no-such-route", "There is nothing at %s.".formatted(shown))
          .about(shown)
          .hint("GET /api/v1/openapi.json lists every route.");
    }
    List<String> allowed = new ArrayList<>(others);
    throw Problem.of(405, "method-not-allowed", "%s does not answer %s.".formatted(shown, method))
        .about(shown)
        .hint("It answers " + String.join(", ", allowed) + ".")
        .header("Allow", String.join(", ", allowed));
  }

  private static boolean fits(List<String> template, List<String> path, Map<String, String> into) {
    if (template.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      String expected = template.get(i);
      if (expected.startsWith("{")) {
        into.put(expected.substring(1, expected.length() - 1), path.get(i));
      } else if (!expected.equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }
}
