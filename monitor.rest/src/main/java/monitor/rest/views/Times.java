package monitor.rest.views;

import java.time.Instant;

/** Nanoseconds since 1970, and instants. */
public final class Times {
  private static final long NANOS = 1_000_000_000L;

  private Times() {}

  /** The instant of these nanoseconds since 1970. */
  public static Instant ofNanos(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  /**
   * Nanoseconds since 1970.
   *
   * @throws ArithmeticException beyond the years 1677 to 2262
   */
  public static long toNanos(Instant instant) {
    return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
  }
}
