package collector.logs;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Since when files have not grown. Used by the thread of the source only. */
final class QuietFiles {
  private final long waitNanos;
  private final Map<TailedFile, Long> since = new HashMap<>();

  /**
   * @param waitNanos how long is long
   */
  QuietFiles(long waitNanos) {
    this.waitNanos = waitNanos;
  }

  /** Others are not watched any more. */
  void retain(Collection<TailedFile> files) {
    since.keySet().retainAll(files);
  }

  /** Whether a file has not grown for long. */
  boolean forLong(TailedFile file, boolean grew, long nowNanos) {
    if (grew) {
      since.put(file, nowNanos);
      return false;
    }
    return nowNanos - since.computeIfAbsent(file, first -> nowNanos) >= waitNanos;
  }
}
