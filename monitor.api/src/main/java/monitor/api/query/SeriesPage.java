package monitor.api.query;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some series that have points.
 *
 * @param series by name and host
 * @param next opaque cursor of the following page; null on the last
 */
public record SeriesPage(List<Entry> series, @Nullable String next) {
  /**
   * A series.
   *
   * @param name dotted name
   * @param host where it is measured
   * @param unit UCUM code
   * @param instrument {@code gauge} or {@code counter}
   * @param attributes its attributes
   */
  public record Entry(
      String name, String host, String unit, String instrument, Map<String, Object> attributes) {}
}
