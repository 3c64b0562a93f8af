package monitor.itest.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import monitor.itest.Mount;
import monitor.itest.Surroundings;
import monitor.itest.oracle.Fault;
import monitor.itest.oracle.Kill;
import monitor.itest.oracle.Plan;
import monitor.itest.oracle.Report;
import monitor.itest.oracle.Rotations;
import monitor.itest.oracle.Storm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Log files that are rotated in every way there is, several times a second, on a file system that
 * gives inodes anew at once, while the platform is killed and the collector is upgraded and set
 * back (T14): nothing is lost, doubled or out of order.
 */
@Tag("T14")
class LogTortureIT {
  private static final int FULL_ROUNDS = 20;
  private static final int EVENTS_PER_SECOND = 1_000;
  private static final long BYTES = 1L << 30;
  private static final int INODES = 16_000;

  /** In every build: every seed rotates and strikes otherwise, so that many builds see much. */
  @Test
  void readsEveryLineOnceOverThreeRounds() throws Exception {
    torture("log-torture", plan -> plan);
  }

  @Test
  @Tag("full")
  void readsEveryLineOnceOverTwentyRounds() throws Exception {
    torture("log-torture-full", plan -> plan.rounds(FULL_ROUNDS));
  }

  @Test
  @Tag("soak")
  void readsEveryLineOnceUntilTheTimeIsOver() throws Exception {
    Duration time = Duration.ofMinutes(Long.getLong("tests.minutes", 30));
    torture("log-torture-soak", plan -> plan.atLeast(time));
  }

  private static void torture(String name, UnaryOperator<Plan> length) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("tests.seed " + seed);
    Path watched = Surroundings.folder(name).resolve("watched");
    Mount.release(watched);
    Path folder = Surroundings.emptyFolder(name);
    Path more = Files.createDirectories(folder.resolve("conf.d"));
    Files.writeString(more.resolve("upgrade.toml"), UpgradePlan.configuration());
    try (Mount mount = Mount.ext4(watched, BYTES, INODES);
        Editions editions = new Editions(Surroundings.DISTRIBUTION)) {
      List<Fault> faults = new ArrayList<>(new CollectorFaults(editions).all());
      faults.addAll(List.of(Kill.PLATFORM, Kill.SUPERVISOR));
      Plan plan =
          length.apply(
              Plan.of(Surroundings.DISTRIBUTION, folder, seed)
                  .eventsPerSecond(EVENTS_PER_SECOND)
                  .rotations(Rotations.TORTURE)
                  .faults(faults));
      Report report = new Storm(plan, System.out::println).run();
      report.write(folder);
      System.out.println(mount.at() + ": " + report);
      assertThat(report.verdict().findings()).as(report.toString()).isEmpty();
      assertThat(report.rounds()).isGreaterThanOrEqualTo(plan.rounds());
    }
  }
}
