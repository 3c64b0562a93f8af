package monitor.itest.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The balance of a route as {@code GET pipeline} tells it.
 *
 * @param dropped for all reasons together
 */
public record PipelineBalance(long received, long delivered, long buffered, long dropped) {
  /** Into the database, or to a collector that has it there before it answers. */
  private static final Set<String> SINKS = Set.of("sink.postgres", "sink.websocket");

  private static PipelineBalance of(JsonNode balance) {
    long dropped = 0;
    for (JsonNode count : balance.path("dropped")) {
      dropped += count.asLong();
    }
    return new PipelineBalance(
        balance.path("received").asLong(-1),
        balance.path("delivered").asLong(-1),
        balance.path("buffered").asLong(-1),
        dropped);
  }

  /** The routes that end in the database, by source. */
  static Map<String, PipelineBalance> routes(JsonNode pipeline) {
    Map<String, PipelineBalance> routes = new TreeMap<>();
    for (JsonNode route : pipeline.path("routes")) {
      if (SINKS.contains(route.path("sink").asText())) {
        routes.put(route.path("source").asText(), of(route.path("balance")));
      }
    }
    return routes;
  }

  /** Whether everything that was received is somewhere. */
  boolean holds() {
    return received == delivered + buffered + dropped;
  }
}
