package monitor.testkit;

import java.util.List;
import monitor.api.capability.Capabilities;
import monitor.api.event.Kind;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkProperties;

/**
 * What a sink declares of itself.
 *
 * @param accepts which sources are routed to it; empty for all
 * @param requires what it cannot run without
 * @param kinds names of the kinds that it understands, or {@code *}
 * @param essential whether the journal keeps events for it
 * @param idempotent whether a batch that comes twice counts once
 */
public record SinkDeclaration(
    Capabilities accepts,
    Capabilities requires,
    List<String> kinds,
    boolean essential,
    boolean idempotent) {
  /** A best-effort sink of every kind, for one without the annotation. */
  public static final SinkDeclaration EVERYTHING =
      new SinkDeclaration(Capabilities.NONE, Capabilities.NONE, List.of("*"), false, false);

  /** Copies the list. */
  public SinkDeclaration {
    kinds = List.copyOf(kinds);
  }

  /**
   * Reads {@link SinkProperties} from the class of a sink.
   *
   * @throws IllegalArgumentException if the class does not bear it
   */
  public static SinkDeclaration of(Class<? extends Sink> sink) {
    ComponentAnnotation found = ComponentAnnotation.find(sink, SinkProperties.class);
    if (found == null) {
      throw new IllegalArgumentException(
          sink.getName() + " has no @SinkProperties; give the harness a declaration");
    }
    return new SinkDeclaration(
        Capabilities.ofNames(found.values("accepts")),
        Capabilities.ofNames(found.values("requires")),
        found.values("kinds"),
        isTrue(found, "essential"),
        isTrue(found, "idempotent"));
  }

  /** Booleans stand in a class file as 0 and 1. */
  private static boolean isTrue(ComponentAnnotation annotation, String element) {
    String value = annotation.values(element).getFirst();
    return value.equals("1") || value.equals("true");
  }

  /** Whether it understands a kind. */
  public boolean understands(Kind kind) {
    return kinds.contains("*") || kinds.contains(kind.name());
  }
}
