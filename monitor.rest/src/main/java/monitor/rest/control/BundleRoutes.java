package monitor.rest.control;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import monitor.rest.http.Call;
import monitor.rest.http.Permission;
import monitor.rest.http.Problem;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;
import org.osgi.framework.BundleContext;

/** Routes of OSGi bundles as the framework sees them. */
public final class BundleRoutes {
  private final BundleContext context;

  /** Of this framework. */
  public BundleRoutes(BundleContext context) {
    this.context = context;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/v1/bundles", Permission.READ, this::bundles),
        new Route("GET", "/api/v1/bundles/{id}", Permission.READ, this::bundle));
  }

  private Reply bundles(Call call) {
    call.parameters().finish();
    return Reply.json(
        Map.of("bundles", Arrays.stream(context.getBundles()).map(BundleShape::of).toList()));
  }

  private Reply bundle(Call call) {
    call.parameters().finish();
    String id = call.path("id");
    return Optional.of(id)
        .filter(text -> text.matches("\\d{1,18}"))
        .map(text -> context.getBundle(Long.parseLong(text)))
        .map(bundle -> Reply.json(BundleDetail.of(bundle, context)))
        .orElseThrow(() -> Problem.missing("bundle", id));
  }
}
