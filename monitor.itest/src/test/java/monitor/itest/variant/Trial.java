package monitor.itest.variant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import monitor.itest.Surroundings;
import monitor.itest.oracle.Fault;
import monitor.itest.oracle.Plan;
import monitor.itest.oracle.Report;
import monitor.itest.oracle.Storm;

/**
 * One storm over a rewritten copy of the distribution.
 *
 * @param name of its folder
 * @param folder empty but for the copy and its configuration
 */
record Trial(String name, Path folder) {
  /** What random tests repeat: the property {@code tests.seed}, or a new one. */
  static final long SEED = Long.getLong("tests.seed", System.nanoTime());

  private static final int EVENTS_PER_SECOND = 2_000;

  /** Small segments, so that they are rolled and released all the time; bodies as they are. */
  private static final String CONFIGURATION =
      """
      [runtime]
      "journal.max-size" = "4MiB"
      compression = "none"
      """;

  /**
   * Makes the copy.
   *
   * @throws IllegalStateException if a rewrite finds nothing to change
   */
  static Trial of(String name, List<Rewrite> rewrites) throws IOException {
    Trial trial = new Trial(name, Surroundings.emptyFolder("variants/" + name));
    Distribution.copy(Surroundings.DISTRIBUTION, trial.distribution(), rewrites);
    Files.createDirectories(trial.folder.resolve("conf.d"));
    Files.writeString(trial.folder.resolve("conf.d/trial.toml"), CONFIGURATION);
    return trial;
  }

  Path distribution() {
    return folder.resolve("distribution");
  }

  /** Runs it and lets the oracle judge. */
  Report run(Fault fault, int rounds, long seed) throws Exception {
    System.out.println("tests.seed " + seed);
    Map<String, String> environment =
        fault instanceof PowerLoss ? PowerLoss.environment(folder) : Map.of();
    Plan plan =
        Plan.of(distribution(), folder, seed)
            .faults(List.of(fault))
            .rounds(rounds)
            .eventsPerSecond(EVENTS_PER_SECOND)
            .environment(environment);
    Report report = new Storm(plan, line -> System.out.println(name + ", " + line)).run();
    report.write(folder);
    return report;
  }
}
