package monitor.itest.upgrade;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a storm of upgrades is to do.
 *
 * @param distribution the assembled distribution
 * @param folder an empty work folder
 * @param seed decides the lines
 * @param eventsPerSecond of the load
 * @param upgrades so many
 * @param atMost no further one is begun after this time
 */
record UpgradePlan(
    Path distribution, Path folder, long seed, int eventsPerSecond, int upgrades, Duration atMost) {
  /** Every so many versions one is broken. */
  static final int BROKEN_EVERY = 4;

  /** Whether that upgrade, counted from 0, brings a broken version. */
  boolean broken(int number) {
    return number % BROKEN_EVERY == BROKEN_EVERY - 1;
  }

  /** Settings beside those of the load. */
  static String configuration() {
    return """
    [monitor.rest]
    rate-limit = 1000000

    [deployer]
    probation = "4s"
    start-timeout = "2s"

    [[probe.reachability]]
    name = "loopback"
    probe = "ping"
    targets = ["127.0.0.1", "::1"]
    interval = "100ms"
    samples = 1
    """;
  }
}
