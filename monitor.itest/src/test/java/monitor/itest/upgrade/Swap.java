package monitor.itest.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One upgrade, as the API tells it.
 *
 * @param plugin that was upgraded
 * @param flaw of the new version
 * @param version the new one
 * @param before the one that was in force
 * @param upgrade the deployment, ended
 * @param back the deployment that brought the old version back after it was committed
 * @param inFlight transactions with batches that were open while the old version was stopped
 * @param buffered events that waited then
 */
record Swap(
    Shipped plugin,
    Flaw flaw,
    String version,
    String before,
    JsonNode upgrade,
    @Nullable JsonNode back,
    long inFlight,
    long buffered) {
  private static final String COMMITTED = "committed";
  private static final Duration HEALTHY = Duration.ofSeconds(3);

  static boolean committed(JsonNode deployment) {
    return deployment.path("state").asText().equals(COMMITTED);
  }

  static boolean ended(JsonNode deployment) {
    return !deployment.path("finished").isMissingNode() && !deployment.path("finished").isNull();
  }

  static Optional<JsonNode> step(JsonNode deployment, String name) {
    for (JsonNode step : deployment.path("steps")) {
      if (step.path("name").asText().equals(name)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  static Instant time(JsonNode node, String field) {
    return Instant.parse(node.path(field).asText());
  }

  static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  /** Whether it ended as it should: good ones stay, broken ones do not. */
  boolean asWanted() {
    boolean stays = committed(upgrade) && back == null;
    return stays == (flaw == Flaw.NONE);
  }

  /** Whether the old version was stopped. */
  boolean stopped() {
    return step(upgrade, "stop").isPresent();
  }

  /** Whether the new version was started, or at least tried. */
  boolean started() {
    return step(upgrade, "start").isPresent();
  }

  /** When the old version was asked to stop, in nanoseconds since 1970. */
  long stoppedNanos() {
    return nanos(time(step(upgrade, "stop").orElseThrow(), "started"));
  }

  /** When the new version had been started. */
  long startedNanos() {
    return nanos(time(step(upgrade, "start").orElseThrow(), "finished"));
  }

  /** From the failure, or where that cannot be told the start, until the old version ran again. */
  Duration rollback() {
    if (!stopped()) {
      return Duration.ZERO;
    }
    if (back == null) {
      JsonNode stop = step(upgrade, "stop").orElseThrow();
      return Duration.between(time(stop, "started"), time(upgrade, "finished"));
    }
    Instant begun = time(step(upgrade, "start").orElseThrow(), "finished");
    Instant failed = flaw == Flaw.FAILS_LATER ? begun.plus(HEALTHY) : begun;
    return Duration.between(failed, time(back, "finished"));
  }

  /** When something was changed. */
  void mark(Windows windows) {
    windows.add(nanos(time(upgrade, "started")), nanos(time(upgrade, "finished")));
    if (back != null) {
      windows.add(nanos(time(back, "started")), nanos(time(back, "finished")));
    }
  }

  @Override
  public String toString() {
    String end = upgrade.path("state").asText() + " " + upgrade.path("reason").asText();
    return "%s %s -> %s (%s): %s%s"
        .formatted(
            plugin.plugin(),
            before,
            version,
            flaw,
            end.strip(),
            back == null ? "" : ", taken back");
  }
}
