package monitor.runtime.batch;

import java.time.Instant;

/** Instants as nanoseconds since 1970. */
public final class Nanos {
  private Nanos() {}

  /** Nanoseconds since 1970; until 2262 they fit into a long. */
  public static long of(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
