package probe.reachability;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a server, and what a good answer is.
 *
 * @param method of the request
 * @param lowest status that is fine
 * @param highest status that is fine
 * @param body text that the body must contain
 */
record HttpExpectation(String method, int lowest, int highest, String body) {
  static final String METHOD = "method";
  static final String STATUS = "expect-status";
  static final String BODY = "expect-body";

  private static final Pattern RANGE = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");

  /**
   * From the parameters of a target.
   *
   * @throws IllegalArgumentException if one of them is wrong
   */
  static HttpExpectation of(Map<String, String> parameters) {
    String method = parameters.getOrDefault(METHOD, "GET");
    if (!Set.of("GET", "HEAD").contains(method)) {
      throw new IllegalArgumentException(
          "parameter method: '%s' is neither GET nor HEAD".formatted(method));
    }
    String status = parameters.getOrDefault(STATUS, "200-399");
    Matcher range = RANGE.matcher(status);
    if (!range.matches()) {
      throw new IllegalArgumentException(
          "parameter expect-status: '%s' is not a status such as 200, or a range such as 200-399"
              .formatted(status));
    }
    int lowest = Integer.parseInt(range.group(1));
    int highest = range.group(2) == null ? lowest : Integer.parseInt(range.group(2));
    return new HttpExpectation(method, lowest, highest, parameters.getOrDefault(BODY, ""));
  }

  /** What is wrong with an answer; null if nothing is. */
  @Nullable String problem(HttpExchange.Answer answer) {
    if (answer.status() < lowest || answer.status() > highest) {
      return "status %d is not between %d and %d".formatted(answer.status(), lowest, highest);
    }
    return answer.start().contains(body) ? null : "the body does not contain '" + body + "'";
  }
}
