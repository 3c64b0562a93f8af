package monitor.api.status;

/**
 * How a component says it is doing.
 *
 * @param level how bad it is
 * @param reason one sentence for a person; empty when all is well
 */
public record Status(Level level, String reason) {
  /** Working, nothing to say. */
  public static final Status OK = new Status(Level.OK, "");

  /** How bad it is. */
  public enum Level {
    /** Works. */
    OK,
    /** Works, but not in full, or recovers by itself. */
    DEGRADED,
    /** Does not do its work. */
    FAILED
  }

  /** Works in part: says what does not. */
  public static Status degraded(String reason) {
    return new Status(Level.DEGRADED, reason);
  }

  /** Does not work: says why. */
  public static Status failed(String reason) {
    return new Status(Level.FAILED, reason);
  }
}
