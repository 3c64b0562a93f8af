package collector.traffic;

/**
 * How many events of a kind there may be in a second, so that a flood of packets does not become a
 * flood of events. Used by one thread.
 */
final class Allowance {
  private final int perSecond;
  private int left;
  private long refused;

  Allowance(int perSecond) {
    this.perSecond = perSecond;
    this.left = perSecond;
  }

  /** A second has passed. */
  void renew() {
    left = perSecond;
  }

  /** Whether there may be one more; else it is counted as refused. */
  boolean take() {
    if (left == 0) {
      refused++;
      return false;
    }
    left--;
    return true;
  }

  /** How many there would have been besides. */
  long refused() {
    return refused;
  }
}
