package monitor.itest.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import monitor.itest.oracle.Report;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole platform dies of its Nth write, sync, rename or unlink in the journal (T3). */
@Tag("T3")
class CrashPointsIT {
  private static final int IN_A_ROW = 5;

  @Test
  void survivesSomeOfThem() throws Exception {
    survive("points", 2, 1);
  }

  @Test
  @Tag("full")
  void survivesSixty() throws Exception {
    survive("points-full", IN_A_ROW, 60 / IN_A_ROW);
  }

  private static void survive(String name, int inARow, int rounds) throws Exception {
    assumeTrue(traces(), "not run: strace may not trace");
    Trial trial = Trial.of(name, List.of());
    CrashPoints.install(trial.distribution());
    CrashPoints points = new CrashPoints(trial.distribution(), inARow);
    Report report = trial.run(points, rounds, Trial.SEED);
    System.out.printf("%s: died of %d calls%n", name, points.struck());
    assertThat(report.verdict().findings()).as(report.toString()).isEmpty();
    assertThat(points.struck()).as("calls that it died of").isPositive();
  }

  private static boolean traces() throws InterruptedException {
    try {
      return new ProcessBuilder("strace", "-qq", "-o", "/dev/null", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
