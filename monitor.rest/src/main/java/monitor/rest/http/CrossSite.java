package monitor.rest.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses requests that a page of another site makes a browser send. */
final class CrossSite {
  /** Header that repeats the session's CSRF token. */
  static final String TOKEN = "X-CSRF-Token";

  private static final Set<String> SAFE = Set.of("GET", "HEAD");

  private CrossSite() {}

  /**
   * Checks a request that changes something: its origin, and for sessions the token.
   *
   * @param caller null on public routes
   * @throws Problem 403
   */
  static void check(HttpServletRequest request, @Nullable Identity caller) {
    if (SAFE.contains(request.getMethod())) {
      return;
    }
    String origin = request.getHeader("Origin");
    if (origin != null && !sameSite(origin, request)) {
      throw Problem.of(403, "cross-site", "A page of another site sent this request.")
          .about(origin.length() > 100 ? origin.substring(0, 100) : origin);
    }
    if (caller != null && caller.csrf() != null && !equal(caller.csrf(), request)) {
      throw Problem.of(403, "csrf", "The request does not carry the CSRF token of its session.")
          .hint("Send " + TOKEN + " as GET /api/v1/session gives it.");
    }
  }

  private static boolean sameSite(String origin, HttpServletRequest request) {
    return origin.equals(request.getScheme() + "://" + request.getHeader("Host"));
  }

  private static boolean equal(String expected, HttpServletRequest request) {
    String given = request.getHeader(TOKEN);
    return given != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
