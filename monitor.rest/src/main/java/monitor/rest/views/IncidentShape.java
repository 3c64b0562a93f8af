package monitor.rest.views;

import java.time.Instant;
import java.util.List;
import monitor.api.operation.Incident;

/** An incident, as the API writes it. */
public record IncidentShape(
    Instant time, String plugin, String kind, String what, List<String> stack, long count) {
  /** Copies the list. */
  public IncidentShape {
    stack = List.copyOf(stack);
  }

  /** Of an incident. */
  public static IncidentShape of(Incident incident) {
    return new IncidentShape(
        incident.time(),
        incident.plugin(),
        incident.kind().label(),
        incident.what(),
        incident.stack(),
        incident.count());
  }
}
