package collector.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import monitor.api.event.Series;

/**
 * Time that was lost waiting for processors, memory and disks, from {@code /proc/pressure} (the
 * kernel's accounting/psi): some of the tasks waited, or all of them did at once.
 */
final class PressureMeter implements Meter {
  private static final byte[] SOME = "some".getBytes(StandardCharsets.US_ASCII);
  private static final Series TIME = Series.counter("system.linux.pressure.time", "s");

  private final Scan scan;
  private final List<Resource> resources;

  /** A file and its series; of processors all tasks never wait at once. */
  private record Resource(String file, Series some, Series full) {
    static Resource of(HostFiles host, String name) {
      Series series = TIME.with("linux.pressure.resource", name);
      return new Resource(
          host.proc("pressure/" + name),
          series.with("linux.pressure.stalled", "some"),
          series.with("linux.pressure.stalled", "full"));
    }
  }

  PressureMeter(Scan scan, HostFiles host) {
    this.scan = scan;
    this.resources =
        List.of(Resource.of(host, "cpu"), Resource.of(host, "memory"), Resource.of(host, "io"));
  }

  @Override
  public void measure(Round round) throws IOException {
    for (Resource resource : resources) {
      for (scan.open(resource.file()); scan.hasMore(); scan.nextLine()) {
        Series series = scan.accept(SOME) ? resource.some() : resource.full();
        while (scan.seek('=')) {
          // the last of the values is the total, in microseconds
        }
        round.add(series, scan.number() / 1e6);
      }
    }
  }
}
