package monitor.api.operation;

import java.util.Map;

/** What was to be set cannot be; says why. */
public final class ConfigurationRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Reason {
    /** There is no such table. */
    UNKNOWN,
    /** The table is left to its files. */
    CLOSED,
    /** Keys or values are wrong. */
    WRONG,
    /** The files themselves are wrong, so that nothing could be applied. */
    FILES
  }

  private final Reason reason;
  private final transient Map<String, String> problems;

  /**
   * Refused.
   *
   * @param problems what is wrong, by key; empty unless the reason is {@link Reason#WRONG}
   */
  public ConfigurationRefusedException(
      Reason reason, String message, Map<String, String> problems) {
    super(message, null, false, false);
    this.reason = reason;
    this.problems = Map.copyOf(problems);
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** What is wrong, by key. */
  public Map<String, String> problems() {
    return problems;
  }
}
