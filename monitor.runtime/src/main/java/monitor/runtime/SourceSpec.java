package monitor.runtime;

import java.util.List;
import monitor.api.capability.Capabilities;
import monitor.api.event.Kind;
import monitor.api.source.SourceProperties.Overflow;
import monitor.api.source.SourceProperties.Route;

/**
 * What a source declares.
 *
 * @param name instance name
 * @param bundle symbolic name of its bundle; empty outside OSGi
 * @param offers decides its routes
 * @param requires without these it is not run
 * @param uses without these it runs degraded
 * @param kinds kinds that it emits
 * @param overflow what happens without room
 * @param route through the journal or directly
 */
public record SourceSpec(
    String name,
    String bundle,
    Capabilities offers,
    Capabilities requires,
    Capabilities uses,
    List<Kind> kinds,
    Overflow overflow,
    Route route) {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the name or the kinds are missing
   */
  public SourceSpec {
    kinds = List.copyOf(kinds);
    if (name.isBlank() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("'" + name + "' cannot be the name of a source");
    }
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("source " + name + " declares no kinds");
    }
  }

  /** A source outside OSGi that offers this and requires nothing. */
  public static SourceSpec of(String name, Capabilities offers, Kind... kinds) {
    return new SourceSpec(
        name,
        "",
        offers,
        Capabilities.NONE,
        Capabilities.NONE,
        List.of(kinds),
        Overflow.BLOCK,
        Route.JOURNAL);
  }

  /** This source with another overflow policy. */
  public SourceSpec withOverflow(Overflow other) {
    return new SourceSpec(name, bundle, offers, requires, uses, kinds, other, route);
  }

  /** This source with another way to the sinks. */
  public SourceSpec withRoute(Route other) {
    return new SourceSpec(name, bundle, offers, requires, uses, kinds, overflow, other);
  }

  /** This source with something that it requires. */
  public SourceSpec withRequires(Capabilities other) {
    return new SourceSpec(name, bundle, offers, other, uses, kinds, overflow, route);
  }

  /** The plugin that it belongs to: its bundle, or itself outside OSGi. */
  public String plugin() {
    return bundle.isEmpty() ? name : bundle;
  }

  /** Everything it asks for. */
  public Capabilities declared() {
    return offers.or(requires).or(uses);
  }
}
