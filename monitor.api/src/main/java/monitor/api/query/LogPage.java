package monitor.api.query;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some stored log lines.
 *
 * @param lines in the order asked for
 * @param next opaque cursor of the following page; null on the last
 */
public record LogPage(List<Line> lines, @Nullable String next) {
  /**
   * A stored log line.
   *
   * @param time of the event
   * @param host where it comes from
   * @param source source instance
   * @param severity name of the severity
   * @param body readable form
   * @param attributes of the event
   * @param sequence within its stream
   */
  public record Line(
      Instant time,
      String host,
      String source,
      String severity,
      String body,
      Map<String, Object> attributes,
      long sequence) {}
}
