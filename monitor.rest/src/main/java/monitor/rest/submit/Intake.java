package monitor.rest.submit;

import java.util.List;
import java.util.concurrent.CompletionStage;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;

/** Takes events that came from outside. */
@FunctionalInterface
public interface Intake {
  /**
   * Hands events in; never waits.
   *
   * @return completes with accepted once they are safe, and with retry when they cannot be taken
   *     now
   */
  CompletionStage<Outcome> submit(List<Event> events);
}
