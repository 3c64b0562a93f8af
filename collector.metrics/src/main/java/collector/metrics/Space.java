package collector.metrics;

import java.io.File;
import java.nio.file.Path;

/**
 * Room on a file system.
 *
 * @param totalBytes all of it; 0 if it cannot be told
 * @param freeBytes not used
 * @param availableBytes not used, and not reserved for the administrator
 */
record Space(long totalBytes, long freeBytes, long availableBytes) {
  /** Asks the file system; blocks as long as that does not answer. */
  static Space of(Path point) {
    File file = point.toFile();
    return new Space(file.getTotalSpace(), file.getFreeSpace(), file.getUsableSpace());
  }

  long usedBytes() {
    return totalBytes - freeBytes;
  }

  long reservedBytes() {
    return freeBytes - availableBytes;
  }

  /** The share in use of what anybody may use, as df shows it. */
  double utilization() {
    long usable = usedBytes() + availableBytes;
    return usable == 0 ? 0 : (double) usedBytes() / usable;
  }
}
