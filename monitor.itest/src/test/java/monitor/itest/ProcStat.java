package monitor.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The first line of {@code /proc/stat} (proc(5)): ticks of all processors since boot.
 *
 * @param busy neither idle nor waiting
 * @param all user, nice, system, idle, iowait, irq, softirq and steal; guests are in user
 */
record ProcStat(long busy, long all) {
  private static final int COLUMNS = 8;
  private static final int IDLE = 3;
  private static final int IOWAIT = 4;

  static ProcStat read() throws IOException {
    String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split("\\s+");
    long[] ticks =
        Arrays.stream(fields).skip(1).limit(COLUMNS).mapToLong(Long::parseLong).toArray();
    long all = Arrays.stream(ticks).sum();
    return new ProcStat(all - ticks[IDLE] - ticks[IOWAIT], all);
  }

  /** Share of the time since then, 0 to 1. */
  double busySince(ProcStat before) {
    return (double) (busy - before.busy) / (all - before.all);
  }
}
