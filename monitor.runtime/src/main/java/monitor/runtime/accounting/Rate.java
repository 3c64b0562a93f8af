package monitor.runtime.accounting;

/** The rate of a counter over the last seconds. Fed by one thread, read by any. */
public final class Rate {
  private static final int LOOKS = 6;

  private final long[] values = new long[LOOKS];
  private final long[] times = new long[LOOKS];
  private int looks;
  private volatile double perSecond;

  /** Takes note of the counter; call it about once a second. */
  public void look(long value, long nowNanos) {
    int index = looks++ % LOOKS;
    values[index] = value;
    times[index] = nowNanos;
    int oldest = looks <= LOOKS ? 0 : looks % LOOKS;
    long elapsed = nowNanos - times[oldest];
    perSecond = elapsed <= 0 ? 0 : (value - values[oldest]) * 1e9 / elapsed;
  }

  /** Events or bytes per second over the last looks. */
  public double perSecond() {
    return perSecond;
  }
}
