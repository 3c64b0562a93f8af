package collector.metrics;

/**
 * Room on a file system.
 *
 * @param totalBytes all of it; 0 if it cannot be told
 * @param freeBytes not used
 * @param availableBytes not used, and not reserved for the administrator
 * @param inodes how many files there may be; 0 where that has no limit
 * @param inodesFree how many there may be more
 */
record Space(long totalBytes, long freeBytes, long availableBytes, long inodes, long inodesFree) {
  /** Of a file system that does not tell. */
  static final Space UNKNOWN = new Space(0, 0, 0, 0, 0);

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
