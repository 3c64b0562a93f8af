package collector.logs;

/**
 * When to search for files: now and then, and soon after names have changed; but a search that
 * takes long is made seldom. Used by the thread of the source only.
 */
final class SearchTimes {
  /** A search takes at most one part in so many of the time. */
  private static final int REST = 200;

  /** The same for a search after a change of names, which is wanted soon. */
  private static final int SHORT_REST = 10;

  private final long intervalNanos;
  private long nextNanos;
  private long endNanos;
  private long tookNanos;

  SearchTimes(long intervalNanos) {
    this.intervalNanos = intervalNanos;
  }

  /** Names have changed. */
  void soon() {
    nextNanos = Math.min(nextNanos, endNanos + SHORT_REST * tookNanos);
  }

  /** How long until the next one; not positive if it is due. */
  long nanosUntilNext(long nowNanos) {
    return nextNanos - nowNanos;
  }

  /**
   * A search has been made.
   *
   * @param newEndNanos when it ended
   * @param newTookNanos how long it took, but for the files that it looked into: most of them are
   *     new, and the next search does not look into them again
   */
  void made(long newEndNanos, long newTookNanos) {
    endNanos = newEndNanos;
    tookNanos = newTookNanos;
    nextNanos = newEndNanos + Math.max(intervalNanos, REST * tookNanos);
  }
}
