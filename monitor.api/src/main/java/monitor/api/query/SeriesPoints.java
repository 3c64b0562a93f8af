package monitor.api.query;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A series and its points in the order of time.
 *
 * @param name dotted name
 * @param host where it was measured
 * @param unit UCUM code
 * @param instrument {@code gauge} or {@code counter}
 * @param attributes its attributes
 * @param points in the order of time
 */
public record SeriesPoints(
    String name,
    String host,
    String unit,
    String instrument,
    Map<String, Object> attributes,
    List<Point> points) {
  /**
   * One point.
   *
   * @param time when
   * @param value in the series' unit; with a step the mean of a gauge or the last of a counter
   */
  public record Point(Instant time, double value) {}
}
