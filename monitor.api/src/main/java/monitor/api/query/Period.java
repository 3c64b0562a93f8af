package monitor.api.query;

import java.time.Instant;

/**
 * A range of time.
 *
 * @param from first instant in it
 * @param to first instant after it
 */
public record Period(Instant from, Instant to) {
  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if it ends before it begins
   */
  public Period {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("'to' (%s) is before 'from' (%s)".formatted(to, from));
    }
  }
}
