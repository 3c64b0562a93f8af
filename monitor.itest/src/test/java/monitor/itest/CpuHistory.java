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

  /** Share of the time that all processors were busy, 0 to 1, over all points. */
  double busy() {
    double unused = sum("idle") + sum("iowait");
    double all =
        StreamSupport.stream(series.spliterator(), false).mapToDouble(CpuHistory::mean).sum();
    return 1 - unused / all;
  }

  private double sum(String mode) {
    return StreamSupport.stream(series.spliterator(), false)
        .filter(one -> one.path("attributes").path("cpu.mode").asText().equals(mode))
        .mapToDouble(CpuHistory::mean)
        .sum();
  }

  private static double mean(JsonNode series) {
    return StreamSupport.stream(series.path("points").spliterator(), false)
        .mapToDouble(point -> point.get(1).asDouble())
        .average()
        .orElse(0);
  }
}
