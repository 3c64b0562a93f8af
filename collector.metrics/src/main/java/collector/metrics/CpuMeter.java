package collector.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import monitor.api.event.Series;

/**
 * Utilization of the processors since the round before, from {@code /proc/stat} (proc(5)): of all
 * together busy and by mode, of each one busy. The first round shows nothing, as there is no time
 * before it.
 */
final class CpuMeter implements Meter {
  private static final Series UTILIZATION = Series.gauge("system.cpu.utilization", "1");
  private static final Series CREATED = Series.counter("system.process.created", "{process}");
  private static final byte[] CPU = "cpu".getBytes(US_ASCII);
  private static final byte[] PROCESSES = "processes ".getBytes(US_ASCII);

  private final Scan scan;
  private final String file;
  private final Cores detail;
  private final CpuTimes all = new CpuTimes(UTILIZATION);
  private final Map<Long, CpuTimes> cores = new HashMap<>();

  /** What is shown of each processor. */
  enum Cores {
    NOTHING,
    BUSY,
    MODES
  }

  CpuMeter(Scan scan, HostFiles host, Cores detail) {
    this.scan = scan;
    this.file = host.proc("stat");
    this.detail = detail;
  }

  @Override
  public void measure(Round round) throws IOException {
    scan.open(file);
    scan.accept(CPU);
    if (all.advance(scan)) {
      all.addBusy(round);
      all.addModes(round);
    }
    for (scan.nextLine(); scan.accept(CPU); scan.nextLine()) {
      if (detail != Cores.NOTHING) {
        measureCore(round, scan.number());
      }
    }
    measureCreated(round);
  }

  private void measureCore(Round round, long number) {
    CpuTimes core =
        cores.computeIfAbsent(
            number, key -> new CpuTimes(UTILIZATION.with("cpu.logical_number", key)));
    if (core.advance(scan)) {
      core.addBusy(round);
      if (detail == Cores.MODES) {
        core.addModes(round);
      }
    }
  }

  private void measureCreated(Round round) {
    while (scan.hasMore()) {
      if (scan.accept(PROCESSES)) {
        round.add(CREATED, scan.number());
        return;
      }
      scan.nextLine();
    }
  }
}
