package monitor.api.query;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects by where events come from.
 *
 * @param host exact host; null for all
 * @param tags exact values of tags that the operator set, all of which the events must bear
 */
public record Scope(@Nullable String host, Map<String, String> tags) {
  /** Everything. */
  public static final Scope ALL = new Scope(null, Map.of());

  /** Copies the map. */
  public Scope {
    tags = Map.copyOf(tags);
  }

  /** All of one host. */
  public static Scope host(String host) {
    return new Scope(host, Map.of());
  }
}
