package monitor.deployer;

import java.time.Duration;

/**
 * How long a trial takes.
 *
 * @param quiet how long nothing may be wrong before a plugin passes without events
 * @param call how long its start or its stop may take
 * @param patience how long it may wait for services that it needs; longer than {@code quiet}
 */
record TrialLimits(Duration call, Duration quiet, Duration patience) {
  static final TrialLimits DEFAULT =
      new TrialLimits(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(5));
}
