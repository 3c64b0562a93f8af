package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import monitor.itest.oracle.Fault;
import monitor.itest.oracle.Plan;
import monitor.itest.oracle.Report;
import monitor.itest.oracle.Storm;
import monitor.itest.oracle.Target;
import org.junit.jupiter.api.Test;

/** Stops the platform in the middle of its work and starts it again: nothing is lost by that. */
class StopIT {
  /** 500 ms plus the shutdown of the database, which a loaded machine stretches. */
  private static final Duration STOP = Duration.ofSeconds(10);

  @Test
  void stopsInTimeUnderLoadAndLosesNothing() throws Exception {
    AtomicReference<Duration> took = new AtomicReference<>(Duration.ZERO);
    Path folder = Surroundings.emptyFolder("stop");
    Plan plan =
        Plan.of(Surroundings.DISTRIBUTION, folder, System.nanoTime())
            .rounds(1)
            .faults(List.of(Fault.of("STOP", target -> took.set(restart(target)))));

    Report report = new Storm(plan, System.out::println).run();

    assertThat(report.verdict().findings()).as(report.toString()).isEmpty();
    assertThat(took.get()).isPositive().isLessThan(STOP);
  }

  private static Duration restart(Target target) throws Exception {
    long begun = System.nanoTime();
    assertThat(target.stop()).as("exit code").isIn(0, 143);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    target.start();
    return took;
  }
}
