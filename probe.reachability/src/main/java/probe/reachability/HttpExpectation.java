package probe.reachability;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a good answer is.
 *
 * @param lowest status that is fine
 * @param highest status that is fine
 * @param body text that the body must contain
 */
record HttpExpectation(int lowest, int highest, String body) {
  static final String STATUS = "expect-status";
  static final String BODY = "expect-body";

  private static final Pattern RANGE = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");

  /**
   * From the parameters of a target.
   *
   * @throws IllegalArgumentException if one of them is wrong
   */
  static HttpExpectation of(Map<String, String> parameters) {
    String status = parameters.getOrDefault(STATUS, "200-399");
    Matcher range = RANGE.matcher(status);
    if (!range.matches()) {
      throw new IllegalArgumentException(
          "parameter expect-status: '%s' is not a status such as 200, or a range such as 200-399"
              .formatted(status));
    }
    int lowest = Integer.parseInt(range.group(1));
    int highest = range.group(2) == null ? lowest : Integer.parseInt(range.group(2));
    return new HttpExpectation(lowest, highest, parameters.getOrDefault(BODY, ""));
  }

  /** What is wrong with an answer; null if nothing is. */
  @Nullable String problem(HttpAnswer answer) {
    if (answer.status() < lowest || answer.status() > highest) {
      return "status %d is not between %d and %d".formatted(answer.status(), lowest, highest);
    }
    if (!answer.complete()) {
      return "the body is longer than %d MiB".formatted(HttpAnswer.LARGEST >> 20);
    }
    return answer.found() ? null : "the body does not contain '" + body + "'";
  }
}
