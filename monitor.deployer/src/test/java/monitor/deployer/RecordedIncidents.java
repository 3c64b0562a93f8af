package monitor.deployer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import monitor.api.operation.Containment;
import monitor.api.operation.Incident;
import monitor.api.operation.PluginLimit;

/** Remembers what was reported. */
final class RecordedIncidents implements Containment {
  private final List<Incident> incidents = new CopyOnWriteArrayList<>();

  @Override
  public List<PluginLimit> limits() {
    return List.of();
  }

  @Override
  public List<Incident> incidents() {
    return incidents;
  }

  @Override
  public void report(Incident incident) {
    incidents.add(incident);
  }

  List<Incident> of(Incident.Kind kind) {
    return incidents.stream().filter(incident -> incident.kind() == kind).toList();
  }
}
