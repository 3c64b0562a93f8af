package monitor.deployer;

import java.time.Duration;

/**
 * How long a trial takes.
 *
 * @param quiet how long nothing may be wrong before a plugin passes without events
 * @param start how long its start may take
 * @param stop how long its stop may take; longer than the runtime waits for a source or sink
 * @param patience how long it may wait for services that it needs; longer than {@code quiet}
 */
record TrialLimits(Duration start, Duration stop, Duration quiet, Duration patience) {
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** With such a limit of a start; the rest as it always is. */
  static TrialLimits starting(Duration start) {
    return new TrialLimits(start, STOP, QUIET, PATIENCE);
  }
}
