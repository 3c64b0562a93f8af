package collector.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import monitor.api.event.Series;

/** Page faults and pages swapped in and out, from {@code /proc/vmstat} (proc(5)). */
final class PagingMeter implements Meter {
  private static final byte[] SWAPPED_IN = "pswpin ".getBytes(US_ASCII);
  private static final byte[] SWAPPED_OUT = "pswpout ".getBytes(US_ASCII);
  private static final byte[] FAULTS = "pgfault ".getBytes(US_ASCII);
  private static final byte[] MAJOR_FAULTS = "pgmajfault ".getBytes(US_ASCII);

  private static final Series OPERATIONS =
      Series.counter("system.paging.operations", "{operation}");
  private static final Series IN = OPERATIONS.with("system.paging.direction", "in");
  private static final Series OUT = OPERATIONS.with("system.paging.direction", "out");
  private static final Series PAGE_FAULTS = Series.counter("system.paging.faults", "{fault}");
  private static final Series MAJOR = PAGE_FAULTS.with("system.paging.fault.type", "major");
  private static final Series MINOR = PAGE_FAULTS.with("system.paging.fault.type", "minor");

  private final Scan scan;
  private final String file;

  PagingMeter(Scan scan, HostFiles host) {
    this.scan = scan;
    this.file = host.proc("vmstat");
  }

  @Override
  public void measure(Round round) throws IOException {
    scan.open(file);
    long faults = 0;
    for (; scan.hasMore(); scan.nextLine()) {
      if (scan.accept(SWAPPED_IN)) {
        round.add(IN, scan.number());
      } else if (scan.accept(SWAPPED_OUT)) {
        round.add(OUT, scan.number());
      } else if (scan.accept(FAULTS)) {
        faults = scan.number();
      } else if (scan.accept(MAJOR_FAULTS)) {
        long major = scan.number();
        round.add(MAJOR, major);
        round.add(MINOR, faults - major);
        return; // the kernel writes pgmajfault behind the others
      }
    }
  }
}
