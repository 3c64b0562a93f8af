package monitor.testkit;

import java.util.List;
import monitor.api.event.Event;
import monitor.api.status.Status;

/** What a source did, over all its runs; each call looks again. */
public final class Recorded {
  private final RunLog log;

  Recorded(RunLog log) {
    this.log = log;
  }

  /** Durable units in the order in which they were emitted. */
  public List<Unit> units() {
    return log.emissions().units();
  }

  /** The events of all durable units. */
  public List<Event> events() {
    return units().stream().flatMap(unit -> unit.events().stream()).toList();
  }

  /** Events in the buffer. */
  public int buffered() {
    return log.emissions().buffered();
  }

  /** Events that found no room. */
  public long dropped() {
    return log.emissions().dropped();
  }

  /** What it reported. */
  public List<Status> statuses() {
    return log.statuses();
  }

  /** Its last report; OK if there is none. */
  public Status status() {
    return statuses().isEmpty() ? Status.OK : statuses().getLast();
  }

  /** Batches that it passed on. */
  public List<Forwarded> forwarded() {
    return log.forwarded();
  }

  /** What it must not do and did, such as to use a kind that it did not declare. */
  public List<String> violations() {
    return log.violations();
  }

  /** Names of the threads that called the context after the fence, once for each call. */
  public List<String> lateCalls() {
    return log.late();
  }

  @Override
  public String toString() {
    return "%d units, %d events, %d buffered, %d dropped, status %s, violations %s"
        .formatted(units().size(), events().size(), buffered(), dropped(), status(), violations());
  }
}
