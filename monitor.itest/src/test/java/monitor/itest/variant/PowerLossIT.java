package monitor.itest.variant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import monitor.itest.oracle.Report;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was not synced is gone, or is there in part (T6): nothing is lost, nothing doubled. */
@Tag("T6")
class PowerLossIT {
  private static final int FULL_ROUNDS = 30;

  /** One under load, and one before that during the first start. */
  @Test
  void survivesTwoLosses() throws Exception {
    lose("power", 1);
  }

  @Test
  @Tag("full")
  void survivesThirtyLosses() throws Exception {
    lose("power-full", FULL_ROUNDS);
  }

  private static void lose(String name, int rounds) throws Exception {
    Report report =
        Trial.of(name, List.of(PowerLoss.STORE)).run(PowerLoss.ANYTHING, rounds, Trial.SEED);
    assertThat(report.verdict().findings()).as(report.toString()).isEmpty();
    assertThat(report.rounds()).isEqualTo(rounds);
  }
}
