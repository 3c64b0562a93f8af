package collector.logs;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that end with lines to which others may belong, and when these are taken as complete if
 * none has come until then. Used by the thread of the source only.
 */
final class PendingRecords {
  private final long waitNanos;
  private final Map<TailedFile, Flush> flushes = new LinkedHashMap<>();

  private record Flush(long atNanos, long end) {}

  PendingRecords(long waitNanos) {
    this.waitNanos = waitNanos;
  }

  /** A file has been read to its end. */
  void drained(TailedFile file, long nowNanos) {
    Flush planned = flushes.get(file);
    if (!file.pending()) {
      flushes.remove(file);
    } else if (planned == null || planned.end != file.end()) {
      flushes.put(file, new Flush(nowNanos + waitNanos, file.end()));
    }
  }

  /** Takes out those whose time has come. */
  List<TailedFile> takeDue(long nowNanos) {
    List<TailedFile> due = new ArrayList<>();
    for (Iterator<Map.Entry<TailedFile, Flush>> all = flushes.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<TailedFile, Flush> each = all.next();
      if (nowNanos - each.getValue().atNanos >= 0) {
        due.add(each.getKey());
        all.remove();
      }
    }
    return due;
  }

  /** How long until the next one is due, at most so long. */
  long nanosUntilDue(long nowNanos, long mostNanos) {
    long wait = mostNanos;
    for (Flush flush : flushes.values()) {
      wait = Math.min(wait, flush.atNanos - nowNanos);
    }
    return wait;
  }
}
