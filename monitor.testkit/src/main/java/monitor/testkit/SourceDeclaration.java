package monitor.testkit;

import java.util.Set;
import java.util.stream.Collectors;
import monitor.api.capability.Capabilities;
import monitor.api.event.Kind;
import monitor.api.source.EventSource;
import monitor.api.source.SourceProperties;
import monitor.api.source.SourceProperties.Overflow;
import monitor.api.source.SourceProperties.Route;

/**
 * What a source declares of itself.
 *
 * @param offers what it provides
 * @param requires what it cannot run without
 * @param uses what makes it better
 * @param kinds what it emits
 * @param overflow what happens when there is no room
 * @param route how its events reach the sinks
 */
public record SourceDeclaration(
    Capabilities offers,
    Capabilities requires,
    Capabilities uses,
    Set<Kind> kinds,
    Overflow overflow,
    Route route) {
  /** Copies the set. */
  public SourceDeclaration {
    kinds = Set.copyOf(kinds);
  }

  /** A declaration of kinds alone, for a source without the annotation, such as a lambda. */
  public static SourceDeclaration ofKinds(Overflow overflow, Kind... kinds) {
    return new SourceDeclaration(
        Capabilities.NONE,
        Capabilities.NONE,
        Capabilities.NONE,
        Set.of(kinds),
        overflow,
        Route.JOURNAL);
  }

  /**
   * Reads {@link SourceProperties} from the class of a source.
   *
   * @throws IllegalArgumentException if the class does not bear it
   */
  public static SourceDeclaration of(Class<? extends EventSource> source) {
    ComponentAnnotation found = ComponentAnnotation.find(source, SourceProperties.class);
    if (found == null) {
      throw new IllegalArgumentException(
          source.getName() + " has no @SourceProperties; give the harness a declaration");
    }
    return new SourceDeclaration(
        Capabilities.ofNames(found.values("offers")),
        Capabilities.ofNames(found.values("requires")),
        Capabilities.ofNames(found.values("uses")),
        found.values("kinds").stream().map(Kind::new).collect(Collectors.toUnmodifiableSet()),
        Overflow.valueOf(found.values("overflow").getFirst()),
        Route.valueOf(found.values("route").getFirst()));
  }

  /** Everything that takes part in negotiation. */
  public Capabilities all() {
    return offers.or(requires).or(uses);
  }
}
