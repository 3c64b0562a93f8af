package monitor.api.event;

import java.util.regex.Pattern;

/**
 * The kind of an event: what its payload is, and with its source what its stream is.
 *
 * @param name one of the platform's own, or a plugin's own: lower case letters, digits, dashes and
 *     at least one dot, such as {@code hello.greeting}; at most 100 characters
 */
public record Kind(String name) {
  // First, because the constants below are checked against it.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9-]+)*");

  /** Log lines: {@link LogLine}. */
  public static final Kind LOG = new Kind("log");

  /** Metric samples: {@link Sample}. */
  public static final Kind SAMPLE = new Kind("sample");

  /** Processes: {@link ProcessObservation}. */
  public static final Kind PROCESS = new Kind("process");

  /** Network flows: {@link Flow}. */
  public static final Kind FLOW = new Kind("flow");

  /** File changes: {@link FileChange}. */
  public static final Kind FILE = new Kind("file");

  /** Results of probes: {@link Probed}. */
  public static final Kind PROBE = new Kind("probe");

  /**
   * Checks the form of the name.
   *
   * @throws IllegalArgumentException if it is not lower case words joined by dots
   */
  public Kind {
    if (name.length() > 100 || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a kind: write lower case words joined by dots".formatted(name));
    }
  }

  /** Whether a plugin defines it: its fields are the event's attributes. */
  public boolean custom() {
    return name.indexOf('.') >= 0;
  }

  @Override
  public String toString() {
    return name;
  }
}
