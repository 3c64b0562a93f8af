package monitor.api.delivery;

import monitor.api.event.Event;

/** Is shown the events of a batch in the order of their sequence numbers. */
@FunctionalInterface
public interface EventVisitor {
  /** One event; it may be kept. */
  void visit(long sequence, Event event);
}
