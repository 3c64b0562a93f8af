package monitor.api.operation;

/**
 * What a component uses: totals since it was first seen in this process.
 *
 * @param cpuNanos processor time of its threads
 * @param allocatedBytes heap that its threads allocated
 * @param threads its threads now
 */
public record Cost(long cpuNanos, long allocatedBytes, int threads) {
  /** Nothing. */
  public static final Cost NONE = new Cost(0, 0, 0);

  /** Both together. */
  public Cost plus(Cost other) {
    return new Cost(
        cpuNanos + other.cpuNanos, allocatedBytes + other.allocatedBytes, threads + other.threads);
  }
}
