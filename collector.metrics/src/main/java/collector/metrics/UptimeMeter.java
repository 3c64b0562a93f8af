package collector.metrics;

import java.io.IOException;
import monitor.api.event.Series;

/** Time since the host started, from {@code /proc/uptime} (proc(5)). */
final class UptimeMeter implements Meter {
  private static final Series UPTIME = Series.gauge("system.uptime", "s");

  private final Scan scan;
  private final String file;

  UptimeMeter(Scan scan, HostFiles host) {
    this.scan = scan;
    this.file = host.proc("uptime");
  }

  @Override
  public void measure(Round round) throws IOException {
    scan.open(file);
    round.add(UPTIME, scan.decimal());
  }
}
