package monitor.rest.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import monitor.api.operation.Containment;
import monitor.rest.http.Call;
import monitor.rest.http.Parameters;
import monitor.rest.http.Permission;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;
import monitor.rest.offers.Offers;
import monitor.rest.views.IncidentShape;

/** What one plugin may cost the others, and what had to be contained. */
public final class ContainmentRoutes {
  private final Offers offers;

  /** Through the containment offered. */
  public ContainmentRoutes(Offers offers) {
    this.offers = offers;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(new Route("GET", "/api/v1/containment", Permission.READ, this::containment));
  }

  private Reply containment(Call call) {
    Parameters parameters = call.parameters();
    Optional<String> plugin = parameters.take("plugin");
    parameters.finish();
    Containment containment = offers.requiredContainment();
    return Reply.json(
        Map.of(
            "limits",
            containment.limits().stream()
                .filter(limit -> plugin.isEmpty() || plugin.get().equals(limit.plugin()))
                .toList(),
            "incidents",
            containment.incidents().stream()
                .filter(incident -> plugin.isEmpty() || plugin.get().equals(incident.plugin()))
                .map(IncidentShape::of)
                .toList()));
  }
}
