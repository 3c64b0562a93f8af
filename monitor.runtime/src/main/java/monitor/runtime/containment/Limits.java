package monitor.runtime.containment;

/**
 * What the sources of one plugin may emit together.
 *
 * @param eventsPerSecond most events a second; 0 for no limit
 * @param bytesPerSecond most bytes a second before compression; 0 for no limit
 */
public record Limits(long eventsPerSecond, long bytesPerSecond) {
  /** No limit. */
  public static final Limits NONE = new Limits(0, 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public Limits {
    if (eventsPerSecond < 0 || bytesPerSecond < 0) {
      throw new IllegalArgumentException("a limit must not be negative, and 0 is none");
    }
  }
}
