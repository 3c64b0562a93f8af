package sink.postgres.schema;

import java.time.Duration;
import java.time.Instant;

/** A table of what is rolled up, with the width of its buckets. */
public enum Rollup {
  /** Samples by minute. */
  MINUTE(Duration.ofMinutes(1), "samples_minute"),
  /** Samples by hour. */
  HOUR(Duration.ofHours(1), "samples_hour"),
  /** The latest reports of flows by hour. */
  FLOWS(Duration.ofHours(1), "flows_hour"),
  /** Talkers by hour. */
  TALKERS(Duration.ofHours(1), "talkers_hour"),
  /** Questions of DNS by hour. */
  QUESTIONS(Duration.ofHours(1), "questions_hour");

  private final Duration width;
  private final String table;

  Rollup(Duration width, String table) {
    this.width = width;
    this.table = table;
  }

  /** Width of its buckets. */
  public Duration width() {
    return width;
  }

  /** Name of its table, without schema and day. */
  public String table() {
    return table;
  }

  /** Whether buckets of a step are made of whole buckets of this. */
  public boolean divides(Duration step) {
    return step.toNanos() % width.toNanos() == 0;
  }

  /** The last begin of a bucket that is not after a time. */
  public Instant floor(Instant time) {
    long second = time.getEpochSecond();
    return Instant.ofEpochSecond(second - Math.floorMod(second, width.toSeconds()));
  }

  /** The first begin of a bucket that is not before a time. */
  public Instant ceiling(Instant time) {
    Instant floor = floor(time);
    return floor.equals(time) ? time : floor.plus(width);
  }
}
