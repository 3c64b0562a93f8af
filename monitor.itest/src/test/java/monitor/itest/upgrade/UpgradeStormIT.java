package monitor.itest.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import monitor.itest.Surroundings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Upgrades of source, storage and probes through the API at 5,000 events a second, every fourth a
 * broken version that gives way by itself (T12): nothing is lost, nothing doubled, nothing leaks.
 */
@Tag("T12")
class UpgradeStormIT {
  private static final int EVENTS_PER_SECOND = 5_000;
  private static final int FEW = 8;
  private static final int FULL = 20;
  private static final int MANY = 1_000;

  /** Ten seconds (G9), doubled as the machine may be busy with a build. */
  private static final Duration ROLLBACK = Duration.ofSeconds(20);

  /** Of a swap before, whose references are cleared by the next collection. */
  private static final long LOADERS = 2;

  private static final long THREADS = 8;
  private static final long DESCRIPTORS = 24;
  private static final long METASPACE_KIB = 8 << 10;

  @Test
  void survivesAFewUpgrades() throws Exception {
    storm("upgrades", FEW, Duration.ofHours(1));
  }

  @Test
  @Tag("full")
  void survivesTwentyUpgrades() throws Exception {
    storm("upgrades-full", FULL, Duration.ofHours(1));
  }

  @Test
  @Tag("soak")
  void survivesAThousandUpgrades() throws Exception {
    Duration time = Duration.ofMinutes(Long.getLong("tests.minutes", 60));
    storm("upgrades-soak", MANY, time);
  }

  private static void storm(String name, int upgrades, Duration atMost) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("tests.seed " + seed);
    UpgradePlan plan =
        new UpgradePlan(
            Surroundings.DISTRIBUTION,
            Surroundings.emptyFolder(name),
            seed,
            EVENTS_PER_SECOND,
            upgrades,
            atMost);
    UpgradeReport report = new UpgradeStorm(plan, System.out::println).run();
    report.write(plan.folder());
    System.out.println(report);
    assertThat(report.verdict().findings()).as(report.toString()).isEmpty();
    assertThat(report.slowestRollback()).as(report.toString()).isLessThan(ROLLBACK);
    assertFlat(report);
  }

  private static void assertFlat(UpgradeReport report) {
    Footprint first = report.footprints().getFirst();
    Footprint last = report.footprints().getLast();
    String both = first + " became " + last;
    assertThat(last.loaders()).as(both).isLessThanOrEqualTo(first.loaders() + LOADERS);
    assertThat(last.threads()).as(both).isLessThanOrEqualTo(first.threads() + THREADS);
    assertThat(last.descriptors()).as(both).isLessThanOrEqualTo(first.descriptors() + DESCRIPTORS);
    assertThat(last.metaspaceKib()).as(both).isLessThan(first.metaspaceKib() + METASPACE_KIB);
  }
}
