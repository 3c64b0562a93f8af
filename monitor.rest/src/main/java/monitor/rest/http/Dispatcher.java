package monitor.rest.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request is answered, in this order: name of the host, path, route, identity,
 * rate, permission, origin and CSRF token. Only then a handler sees it. Thread-safe.
 */
public final class Dispatcher {
  private final HostCheck hosts;
  private final RouteTable routes;
  private final Authenticator authenticator;
  private final RateLimiter rates;
  private final Limits limits;

  /** A dispatcher over these routes. */
  public Dispatcher(
      HostCheck hosts,
      RouteTable routes,
      Authenticator authenticator,
      RateLimiter rates,
      Limits limits) {
    this.hosts = hosts;
    this.routes = routes;
    this.authenticator = authenticator;
    this.rates = rates;
    this.limits = limits;
  }

  /**
   * Answers a request.
   *
   * @throws Problem if it is refused
   */
  Reply dispatch(HttpServletRequest request, String requestId) throws Exception {
    hosts.check(request.getHeader("Host"));
    RouteTable.Match match =
        routes.match(request.getMethod(), RequestPath.segments(request.getRequestURI()));
    Route route = match.route();
    Optional<Identity> identity = authenticator.authenticate(request);
    limit(request, identity);
    if (!route.permission().open()) {
      authorize(request, identity, route);
    }
    Identity caller = identity.orElse(null);
    CrossSite.check(request, route.permission().open() ? null : caller);
    return route.handler().handle(new Call(request, match.values(), caller, requestId));
  }

  private void limit(HttpServletRequest request, Optional<Identity> identity) {
    if (identity.isEmpty()) {
      rates.take("address " + request.getRemoteAddr(), limits.anonymous());
    } else {
      Identity caller = identity.get();
      rates.take(caller.key(), caller.browser() ? limits.browser() : limits.program());
    }
  }

  private static void authorize(
      HttpServletRequest request, Optional<Identity> identity, Route route) {
    if (identity.isEmpty()) {
      throw unauthenticated(request.getHeader("Authorization"));
    }
    if (!route.permission().permits(identity.get().role())) {
      throw Problem.of(
              403,
              "not-permitted",
              "The role %s may not do this.".formatted(identity.get().role().label()))
          .about(route.toString())
          .hint("It takes the permission '%s'.".formatted(route.permission().label()));
    }
  }

  private static Problem unauthenticated(@Nullable String authorization) {
    Problem problem =
        authorization == null
            ? Problem.of(401, "not-signed-in", "Nobody is signed in.")
                .hint("POST /api/v1/login, or send 'Authorization: Bearer' and a token.")
            : Problem.of(401, "invalid-token", "The token is not valid, or no longer.")
                .hint("Make a new one: monitor token create.");
    return problem.header("WWW-Authenticate", "Bearer realm=\"monitor\"");
  }
}
