package monitor.api.query;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects series.
 *
 * @param name exact name; null for all
 * @param scope where they are measured; of a series whose tags changed, the samples of that time
 * @param attributes exact values of attributes, all of which must match
 */
public record SeriesFilter(@Nullable String name, Scope scope, Map<String, String> attributes) {
  /** Copies the map. */
  public SeriesFilter {
    attributes = Map.copyOf(attributes);
  }
}
