package monitor.runtime.journal;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The latest durable entries of a lane, in memory. The writer adds, readers look up. */
final class HotTail {
  private static final int OVERHEAD_BYTES = 256;

  private final long maxBytes;
  private final ConcurrentSkipListMap<Location, StoredEntry> entries =
      new ConcurrentSkipListMap<>();
  private volatile long bytes;

  HotTail(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The entry at a place, if it is still here. */
  @Nullable StoredEntry get(Location at) {
    return entries.get(at);
  }

  /** What the entries weigh. */
  long bytes() {
    return bytes;
  }

  /** Adds the newest entry; the oldest make room. Called by the writer thread alone. */
  void add(StoredEntry entry) {
    entries.put(entry.at(), entry);
    long sum = bytes + weight(entry);
    while (sum > maxBytes) {
      Map.Entry<Location, StoredEntry> oldest = entries.pollFirstEntry();
      sum = oldest == null ? 0 : sum - weight(oldest.getValue());
    }
    bytes = sum;
  }

  private static long weight(StoredEntry stored) {
    Entry entry = stored.entry();
    return OVERHEAD_BYTES
        + entry.header().length
        + entry.body().capacity()
        + 128L * entry.positions().size();
  }
}
