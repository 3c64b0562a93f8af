package monitor.api.operation;

import java.time.Instant;
import java.util.List;

/**
 * Something that a plugin did and that had to be contained.
 *
 * @param time when it was seen last
 * @param plugin symbolic name of its bundle; name of the source or sink outside OSGi
 * @param kind what it is about
 * @param what one sentence for a person, without its full stop
 * @param stack where its code was, the innermost call first; empty if that says nothing
 * @param count how often it was seen
 */
public record Incident(
    Instant time, String plugin, Kind kind, String what, List<String> stack, long count) {
  /** Copies the list. */
  public Incident {
    stack = List.copyOf(stack);
  }

  /** Seen once. */
  public static Incident now(
      Instant time, String plugin, Kind kind, String what, List<String> stack) {
    return new Incident(time, plugin, kind, what, stack, 1);
  }

  /** What an incident is about. */
  public enum Kind {
    /** It emitted more than it may. */
    LIMIT,
    /** It tried to end the process. */
    EXIT,
    /** A call into it did not come back in time. */
    STUCK,
    /** It failed so often that it is not run any more. */
    QUARANTINE,
    /** It left threads or classes behind. */
    LEAK,
    /** The process ended because of it. */
    CRASH;

    /** Lower case name, as the API writes it. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
