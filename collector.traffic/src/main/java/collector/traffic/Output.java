package collector.traffic;

import monitor.api.event.Event;

/** Takes the events of an account. */
@FunctionalInterface
interface Output {
  /** Takes one; false if there was no room and it is lost. */
  boolean offer(Event event);
}
