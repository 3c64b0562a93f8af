package monitor.api.delivery;

import monitor.api.event.Event;
import org.osgi.annotation.versioning.ConsumerType;

/** Is shown the events of a batch in the order of their sequence numbers. */
@ConsumerType
@FunctionalInterface
public interface EventVisitor {
  /** One event; it may be kept. */
  void visit(long sequence, Event event);
}
