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
  static final Series UTILIZATION = Series.gauge("system.cpu.utilization", "1");
  private static final Series CREATED = Series.counter("system.process.created", "{process}");
  private static final byte[] CPU = "cpu".getBytes(US_ASCII);
  private static final byte[] PROCESSES = "processes ".getBytes(US_ASCII);

  private final Scan scan;
  private final String file;
  private final boolean perCore;
  private final CpuTimes all = new CpuTimes();
  private final Map<Long, Core> cores = new HashMap<>();

  private record Core(CpuTimes times, Series series) {
    static Core of(long number) {
      return new Core(new CpuTimes(), UTILIZATION.with("cpu.logical_number", number));
    }
  }

  CpuMeter(Scan scan, HostFiles host, boolean perCore) {
    this.scan = scan;
    this.file = host.proc("stat");
    this.perCore = perCore;
  }

  @Override
  public void measure(Round round) throws IOException {
    scan.open(file);
    scan.accept(CPU);
    if (all.advance(scan)) {
      round.add(UTILIZATION, all.busy());
      all.addModes(round);
    }
    for (scan.nextLine(); scan.accept(CPU); scan.nextLine()) {
      if (perCore) {
        measureCore(round, scan.number());
      }
    }
    measureCreated(round);
  }

  private void measureCore(Round round, long number) {
    Core core = cores.computeIfAbsent(number, Core::of);
    if (core.times().advance(scan)) {
      round.add(core.series(), core.times().busy());
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
