package collector.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import monitor.api.event.Series;

/**
 * Memory and swap, from {@code /proc/meminfo} (proc(5)). The states used, free, buffers and cached
 * add up to the limit; what could be given to a new program without swapping is {@code
 * system.linux.memory.available}, and the utilization is the rest of it.
 */
final class MemoryMeter implements Meter {
  private static final String[] FIELDS = {
    "MemTotal:",
    "MemFree:",
    "MemAvailable:",
    "Buffers:",
    "Cached:",
    "SReclaimable:",
    "SUnreclaim:",
    "SwapTotal:",
    "SwapFree:"
  };
  private static final int TOTAL = 0;
  private static final int FREE = 1;
  private static final int AVAILABLE = 2;
  private static final int BUFFERS = 3;
  private static final int CACHED = 4;
  private static final int RECLAIMABLE = 5;
  private static final int UNRECLAIMABLE = 6;
  private static final int SWAP_TOTAL = 7;
  private static final int SWAP_FREE = 8;

  private static final Series USAGE = Series.gauge("system.memory.usage", "By");
  private static final Series MEMORY_USED = USAGE.with("system.memory.state", "used");
  private static final Series MEMORY_FREE = USAGE.with("system.memory.state", "free");
  private static final Series MEMORY_BUFFERS = USAGE.with("system.memory.state", "buffers");
  private static final Series MEMORY_CACHED = USAGE.with("system.memory.state", "cached");
  private static final Series LIMIT = Series.gauge("system.memory.limit", "By");
  private static final Series UTILIZATION = Series.gauge("system.memory.utilization", "1");
  private static final Series MEMORY_AVAILABLE =
      Series.gauge("system.linux.memory.available", "By");
  private static final Series SLAB = Series.gauge("system.linux.memory.slab.usage", "By");
  private static final Series SLAB_RECLAIMABLE =
      SLAB.with("linux.memory.slab.state", "reclaimable");
  private static final Series SLAB_UNRECLAIMABLE =
      SLAB.with("linux.memory.slab.state", "unreclaimable");
  private static final Series SWAP = Series.gauge("system.paging.usage", "By");
  private static final Series SWAP_USED = SWAP.with("system.paging.state", "used");
  private static final Series SWAP_UNUSED = SWAP.with("system.paging.state", "free");
  private static final Series SWAP_UTILIZATION = Series.gauge("system.paging.utilization", "1");

  private final Scan scan;
  private final String file;
  private final byte[][] names = new byte[FIELDS.length][];
  private final long[] values = new long[FIELDS.length];

  MemoryMeter(Scan scan, HostFiles host) {
    this.scan = scan;
    this.file = host.proc("meminfo");
    for (int i = 0; i < FIELDS.length; i++) {
      names[i] = FIELDS[i].getBytes(US_ASCII);
    }
  }

  @Override
  public void measure(Round round) throws IOException {
    scan.open(file);
    int found = 0;
    while (scan.hasMore() && found < FIELDS.length) {
      found += take();
      scan.nextLine();
    }
    addMemory(round);
    addSwap(round);
  }

  /** Takes the value of a line that is wanted, in bytes; the file says kB and means KiB. */
  private int take() {
    for (int i = 0; i < names.length; i++) {
      if (scan.accept(names[i])) {
        values[i] = scan.number() << 10;
        return 1;
      }
    }
    return 0;
  }

  private void addMemory(Round round) {
    long total = values[TOTAL];
    long cached = values[CACHED] + values[RECLAIMABLE];
    round.add(MEMORY_USED, total - values[FREE] - values[BUFFERS] - cached);
    round.add(MEMORY_FREE, values[FREE]);
    round.add(MEMORY_BUFFERS, values[BUFFERS]);
    round.add(MEMORY_CACHED, cached);
    round.add(LIMIT, total);
    round.add(MEMORY_AVAILABLE, values[AVAILABLE]);
    round.add(UTILIZATION, total == 0 ? 0 : 1 - (double) values[AVAILABLE] / total);
    round.add(SLAB_RECLAIMABLE, values[RECLAIMABLE]);
    round.add(SLAB_UNRECLAIMABLE, values[UNRECLAIMABLE]);
  }

  private void addSwap(Round round) {
    long total = values[SWAP_TOTAL];
    if (total == 0) {
      return; // a host without swap
    }
    long used = total - values[SWAP_FREE];
    round.add(SWAP_USED, used);
    round.add(SWAP_UNUSED, values[SWAP_FREE]);
    round.add(SWAP_UTILIZATION, (double) used / total);
  }
}
