package monitor.rest.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides who comes in, in this order: name of the host, identity, rate, permission, origin and
 * CSRF token. Thread-safe.
 */
public final class Doorkeeper {
  private final HostCheck hosts;
  private final Authenticator authenticator;
  private final RateLimiter rates;
  private final Limits limits;

  /** With these rules. */
  public Doorkeeper(
      HostCheck hosts, Authenticator authenticator, RateLimiter rates, Limits limits) {
    this.hosts = hosts;
    this.authenticator = authenticator;
    this.rates = rates;
    this.limits = limits;
  }

  /**
   * Checks how the server is reached, and under which name.
   *
   * @throws Problem 403 or 421
   */
  void checkHost(HttpServletRequest request) {
    if (!request.isSecure() && !near(request.getRemoteAddr())) {
      throw Problem.of(403, "tls-required", "Plain HTTP is answered on loopback only.")
          .hint("Use https://, and exchange a token that was sent without it.");
    }
    hosts.check(request.getHeader("Host"));
  }

  private static boolean near(String address) {
    try {
      return InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Lets a request in, or not.
   *
   * @param object what is asked for, for the message
   * @return who sends it; empty for nobody on a public route
   * @throws Problem 401, 403 or 429
   */
  Optional<Identity> admit(HttpServletRequest request, Permission permission, String object) {
    Optional<Identity> identity = authenticator.authenticate(request);
    limit(request, identity);
    if (!permission.open()) {
      authorize(request, identity, permission, object);
    }
    CrossSite.check(request, permission.open() ? null : identity.orElse(null));
    return identity;
  }

  private void limit(HttpServletRequest request, Optional<Identity> identity) {
    if (identity.isEmpty()) {
      rates.take("address " + request.getRemoteAddr(), limits.anonymous());
    } else {
      Identity caller = identity.get();
      rates.take(caller.account(), caller.browser() ? limits.browser() : limits.program());
    }
  }

  private static void authorize(
      HttpServletRequest request,
      Optional<Identity> identity,
      Permission permission,
      String object) {
    if (identity.isEmpty()) {
      throw unauthenticated(request.getHeader("Authorization"));
    }
    Role role = identity.get().role();
    if (!permission.permits(role)) {
      throw Problem.of(403, "not-permitted", "The role %s may not do this.".formatted(role.label()))
          .about(object)
          .hint("It takes the permission '%s'.".formatted(permission.label()));
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
