package monitor.itest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.StreamSupport;

/**
 * What is stored as {@code system.cpu.utilization}: a series for each processor and mode, or for
 * each mode.
 *
 * @param series of the API
 */
record CpuHistory(JsonNode series) {
  private static final String NAME = "system.cpu.utilization";

  static CpuHistory since(Api api, Instant from) throws Exception {
    return new CpuHistory(
        api.get("history?name=" + NAME + "&step=1s&from=" + from + "&to=now").path("series"));
  }

  int points() {
    return series.path(0).path("points").size();
  }

  /** Age of the last point of the first series. */
  Duration age() {
    JsonNode points = series.path(0).path("points");
    String time = points.path(points.size() - 1).path(0).asText();
    return Duration.between(Instant.parse(time), Instant.now());
  }

  /** Share of the time that all processors were busy, 0 to 1: the series without attributes. */
  double busy() {
    return StreamSupport.stream(series.spliterator(), false)
        .filter(one -> one.path("attributes").isEmpty())
        .mapToDouble(CpuHistory::mean)
        .findFirst()
        .orElseThrow();
  }

  private static double mean(JsonNode series) {
    return StreamSupport.stream(series.path("points").spliterator(), false)
        .mapToDouble(point -> point.get(1).asDouble())
        .average()
        .orElse(0);
  }
}
