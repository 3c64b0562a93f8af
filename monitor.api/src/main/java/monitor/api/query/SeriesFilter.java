package monitor.api.query;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects series.
 *
 * @param name exact name; null for all
 * @param host exact host; null for all
 * @param attributes exact values of attributes, all of which must match
 */
public record SeriesFilter(
    @Nullable String name, @Nullable String host, Map<String, String> attributes) {
  /** Copies the map. */
  public SeriesFilter {
    attributes = Map.copyOf(attributes);
  }
}
