package monitor.api.delivery;

import java.util.Map;

/**
 * Where the events of a stream come from.
 *
 * @param host name of the host
 * @param source name of the source instance, such as {@code collector.logs~app}
 * @param tags set by the operator
 */
public record Origin(String host, String source, Map<String, String> tags) {
  /** Copies the tags. */
  public Origin {
    tags = Map.copyOf(tags);
  }
}
