package monitor.cli.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;

/**
 * What the platform said at one moment.
 *
 * @param time of the platform, RFC 3339
 * @param nanos a monotonic clock here
 * @param plugins by name
 */
record TopLook(String time, long nanos, Map<String, Totals> plugins) {
  /**
   * What a plugin's sources and sinks add up to.
   *
   * @param state of the plugin
   * @param events each second, in and out
   * @param bytes each second, of its sources
   * @param backlog events that wait
   * @param dropped events, ever
   * @param cpuSeconds ever
   * @param allocated bytes, ever
   */
  record Totals(
      String state,
      double events,
      double bytes,
      long backlog,
      long dropped,
      double cpuSeconds,
      double allocated) {
    static Totals of(String state) {
      return new Totals(state, 0, 0, 0, 0, 0, 0);
    }

    Totals plus(JsonNode component) {
      long lost = 0;
      for (JsonNode count : component.path("dropped")) {
        lost += count.asLong();
      }
      JsonNode cost = component.path("cost");
      return new Totals(
          state,
          events + component.path("eventsPerSecond").asDouble(),
          bytes + component.path("bytesPerSecond").asDouble(),
          backlog + component.path("backlog").asLong(),
          dropped + lost,
          cpuSeconds + cost.path("cpuSeconds").asDouble(),
          allocated + cost.path("allocatedBytes").asDouble());
    }
  }

  static TopLook take(ApiClient client) throws ApiException {
    Map<String, Totals> plugins = new TreeMap<>();
    for (JsonNode plugin : client.get("/api/v1/plugins").path("plugins")) {
      plugins.put(plugin.path("name").asText(), Totals.of(plugin.path("state").asText()));
    }
    JsonNode pipeline = client.get("/api/v1/pipeline");
    for (String side : List.of("sources", "sinks")) {
      for (JsonNode component : pipeline.path(side)) {
        String plugin = component.path("plugin").asText();
        Totals before = plugins.getOrDefault(plugin, Totals.of("core"));
        plugins.put(plugin, before.plus(component));
      }
    }
    return new TopLook(pipeline.path("time").asText(), System.nanoTime(), plugins);
  }

  /** What happened since an earlier look. */
  List<TopRow> since(TopLook before, TopRow.Column sort) {
    double seconds = (nanos - before.nanos) / 1e9;
    List<TopRow> rows = new ArrayList<>();
    plugins.forEach((name, now) ->
        rows.add(TopRow.of(name, before.plugins.getOrDefault(name, now), now, seconds)));
    rows.sort(
        Comparator.comparingDouble((TopRow row) -> -sort.of(row)).thenComparing(TopRow::name));
    return rows;
  }
}
