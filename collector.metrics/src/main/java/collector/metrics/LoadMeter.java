package collector.metrics;

import java.io.IOException;
import monitor.api.event.Series;

/** Threads that ran or waited, averaged, from {@code /proc/loadavg} (proc(5)). */
final class LoadMeter implements Meter {
  private static final Series ONE = Series.gauge("system.cpu.load_average.1m", "{thread}");
  private static final Series FIVE = Series.gauge("system.cpu.load_average.5m", "{thread}");
  private static final Series FIFTEEN = Series.gauge("system.cpu.load_average.15m", "{thread}");

  private final Scan scan;
  private final String file;

  LoadMeter(Scan scan, HostFiles host) {
    this.scan = scan;
    this.file = host.proc("loadavg");
  }

  @Override
  public void measure(Round round) throws IOException {
    scan.open(file);
    round.add(ONE, scan.decimal());
    round.add(FIVE, scan.decimal());
    round.add(FIFTEEN, scan.decimal());
  }
}
