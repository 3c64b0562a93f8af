package collector.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import monitor.api.event.Series;
import org.jspecify.annotations.Nullable;

/**
 * What a container may use and uses, from the control group that this process is in (the kernel's
 * admin-guide/cgroup-v2): the tightest limit up to the root, and the use of the group that has it.
 * Nothing where there is no limit, or only groups of version 1.
 */
final class ControlGroupMeter implements Meter {
  private static final byte[] UNIFIED = "0::/".getBytes(US_ASCII);
  private static final byte[] MAX = "max".getBytes(US_ASCII);
  private static final byte[] USAGE = "usage_usec ".getBytes(US_ASCII);
  private static final byte[] THROTTLED = "throttled_usec ".getBytes(US_ASCII);

  private static final Series MEMORY_LIMIT = Series.gauge("container.memory.limit", "By");
  private static final Series MEMORY_USAGE = Series.gauge("container.memory.usage", "By");
  private static final Series CPU_LIMIT = Series.gauge("container.cpu.limit", "{cpu}");
  private static final Series CPU_TIME = Series.counter("container.cpu.time", "s");
  private static final Series CPU_THROTTLED = Series.counter("container.cpu.throttled_time", "s");

  private final Scan scan;
  private final String membership;
  private final Path base;

  private record Limit(Path group, double value) {}

  ControlGroupMeter(Scan scan, HostFiles host) {
    this.scan = scan;
    this.membership = host.view("cgroup");
    this.base = host.sys("fs/cgroup");
  }

  @Override
  public void measure(Round round) throws IOException {
    Path own = group();
    measureMemory(round, own);
    measureProcessors(round, own);
  }

  private Path group() throws IOException {
    for (scan.open(membership); scan.hasMore(); scan.nextLine()) {
      if (scan.accept(UNIFIED)) {
        return base.resolve(scan.upTo('\n')).normalize();
      }
    }
    return base;
  }

  private void measureMemory(Round round, Path own) {
    Limit limit = tightest(own, "memory.max");
    if (limit != null && open(limit.group(), "memory.current")) {
      round.add(MEMORY_LIMIT, limit.value());
      round.add(MEMORY_USAGE, scan.number());
    }
  }

  private void measureProcessors(Round round, Path own) {
    Limit limit = tightest(own, "cpu.max");
    if (limit != null && open(limit.group(), "cpu.stat")) {
      round.add(CPU_LIMIT, limit.value());
      measureTimes(round);
    }
  }

  /** The tightest limit from a group up to the root, or null if there is none. */
  private @Nullable Limit tightest(Path own, String file) {
    Limit tightest = null;
    for (Path group = own; group != null && group.startsWith(base); group = group.getParent()) {
      double value = open(group, file) ? limit() : Double.POSITIVE_INFINITY;
      if (value < (tightest == null ? Double.POSITIVE_INFINITY : tightest.value())) {
        tightest = new Limit(group, value);
      }
    }
    return tightest;
  }

  private boolean open(Path group, String file) {
    return scan.tryOpen(group.resolve(file).toString());
  }

  /** A number, or the word max; of processors a second number follows, the time it holds for. */
  private double limit() {
    if (scan.accept(MAX)) {
      return Double.POSITIVE_INFINITY;
    }
    double value = scan.number();
    long period = scan.number();
    return period == 0 ? value : value / period;
  }

  private void measureTimes(Round round) {
    for (; scan.hasMore(); scan.nextLine()) {
      if (scan.accept(USAGE)) {
        round.add(CPU_TIME, scan.number() / 1e6);
      } else if (scan.accept(THROTTLED)) {
        round.add(CPU_THROTTLED, scan.number() / 1e6);
      }
    }
  }
}
