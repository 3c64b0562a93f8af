package monitor.runtime;

import java.util.List;
import monitor.api.capability.Capabilities;
import monitor.api.event.Kind;

/**
 * What a sink declares.
 *
 * @param name instance name
 * @param bundle symbolic name of its bundle; empty outside OSGi
 * @param accepts sources that offer any of these are routed here; empty accepts every source
 * @param requires without these it is not opened
 * @param kinds names of kinds that it understands; {@code *} for all
 * @param essential whether the journal keeps events for it
 * @param idempotent whether a repeated batch counts once
 * @param windowBytes most bytes in flight
 */
public record SinkSpec(
    String name,
    String bundle,
    Capabilities accepts,
    Capabilities requires,
    List<String> kinds,
    boolean essential,
    boolean idempotent,
    int windowBytes) {
  private static final int DEFAULT_WINDOW = 4 << 20;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the name is missing or the window not positive
   */
  public SinkSpec {
    kinds = List.copyOf(kinds);
    if (name.isBlank() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("'" + name + "' cannot be the name of a sink");
    }
    if (windowBytes < 1) {
      throw new IllegalArgumentException("the window of sink " + name + " must be positive");
    }
  }

  /** A sink outside OSGi that takes everything; the journal keeps events for it. */
  public static SinkSpec essential(String name) {
    return new SinkSpec(
        name, "", Capabilities.NONE, Capabilities.NONE, List.of("*"), true, true, DEFAULT_WINDOW);
  }

  /** A sink outside OSGi that takes everything as long as it keeps up. */
  public static SinkSpec bestEffort(String name) {
    return new SinkSpec(
        name, "", Capabilities.NONE, Capabilities.NONE, List.of("*"), false, false, DEFAULT_WINDOW);
  }

  /** This sink for sources that offer any of these. */
  public SinkSpec accepting(Capabilities other) {
    return new SinkSpec(name, bundle, other, requires, kinds, essential, idempotent, windowBytes);
  }

  /** The plugin that it belongs to: its bundle, or itself outside OSGi. */
  public String plugin() {
    return bundle.isEmpty() ? name : bundle;
  }

  /** Whether it understands a kind. */
  public boolean takes(Kind kind) {
    return kinds.contains("*") || kinds.contains(kind.name());
  }
}
