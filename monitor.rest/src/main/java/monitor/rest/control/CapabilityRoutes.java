package monitor.rest.control;

import java.util.List;
import monitor.rest.http.Call;
import monitor.rest.http.Permission;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;
import monitor.rest.offers.Offers;
import monitor.rest.views.EntitlementsShape;

/** Route of what decides over capabilities: host, policy, and who does tasks. */
public final class CapabilityRoutes {
  private final Offers offers;

  /** Through the runtime offered. */
  public CapabilityRoutes(Offers offers) {
    this.offers = offers;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(new Route("GET", "/api/v1/capabilities", Permission.READ, this::capabilities));
  }

  private Reply capabilities(Call call) {
    call.parameters().finish();
    return Reply.json(EntitlementsShape.of(offers.requiredEntitlements()));
  }
}
