package monitor.testkit;

import java.util.List;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.Position;

/**
 * Events that a source emitted together, with the positions after them.
 *
 * @param kind their stream
 * @param events stamped with a time where the source left that to the runtime
 * @param after the positions that become durable with them
 */
public record Unit(Kind kind, List<Event> events, List<Position> after) {
  /** Copies the lists. */
  public Unit {
    events = List.copyOf(events);
    after = List.copyOf(after);
  }
}
