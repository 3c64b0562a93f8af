package monitor.rest.health;

import java.time.Duration;

/** What this process uses. */
public final class ProcessCost {
  private ProcessCost() {}

  /** Processor time in seconds. */
  public static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }
}
