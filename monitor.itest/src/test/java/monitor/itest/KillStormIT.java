package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import monitor.itest.oracle.Plan;
import monitor.itest.oracle.Report;
import monitor.itest.oracle.Storm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills platform and database again and again under load (T5): nothing is lost, nothing doubled.
 */
@Tag("T5")
class KillStormIT {
  private static final int FULL_ROUNDS = 30;

  /** In every build: every seed strikes otherwise, so that many builds see much. */
  @Test
  void survivesThreeRounds() throws Exception {
    storm(plan("storm"));
  }

  @Test
  @Tag("full")
  void survivesThirtyRounds() throws Exception {
    storm(plan("storm-full").rounds(FULL_ROUNDS));
  }

  @Test
  @Tag("soak")
  void survivesUntilTheTimeIsOver() throws Exception {
    Duration time = Duration.ofMinutes(Long.getLong("tests.minutes", 30));
    storm(plan("storm-soak").atLeast(time));
  }

  private static Plan plan(String name) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    return Plan.of(Surroundings.DISTRIBUTION, Surroundings.emptyFolder(name), seed);
  }

  private static void storm(Plan plan) throws Exception {
    System.out.println("tests.seed " + plan.seed());
    Report report = new Storm(plan, System.out::println).run();
    report.write(plan.folder());
    assertThat(report.verdict().findings()).as(report.toString()).isEmpty();
    assertThat(report.rounds()).isGreaterThanOrEqualTo(plan.rounds());
  }
}
