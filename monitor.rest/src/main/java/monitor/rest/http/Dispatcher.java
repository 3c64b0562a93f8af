package monitor.rest.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Finds the route of a request and calls its handler, once the request is let in. Thread-safe. */
public final class Dispatcher {
  private final Doorkeeper door;
  private final RouteTable routes;

  /** A dispatcher over these routes. */
  public Dispatcher(Doorkeeper door, RouteTable routes) {
    this.door = door;
    this.routes = routes;
  }

  /**
   * Answers a request.
   *
   * @throws Problem if it is refused
   */
  Reply dispatch(HttpServletRequest servlet, String requestId) throws Exception {
    door.checkHost(servlet);
    Request request = new ServedRequest(servlet);
    RouteTable.Match match = routes.match(request);
    Route route = match.route();
    Optional<Identity> caller = door.admit(servlet, route.permission(), route.toString());
    return route
        .handler()
        .handle(new Call(request, match.values(), caller.orElse(null), requestId));
  }
}
