package monitor.control;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import monitor.api.identity.AgentAuthority;
import monitor.api.identity.AgentConnections;
import monitor.api.operation.Containment;
import monitor.api.operation.Deployer;
import monitor.api.operation.Entitlements;
import monitor.api.operation.Pipeline;
import monitor.api.operation.Platform;
import monitor.api.query.Alerts;
import monitor.api.query.TelemetryQuery;
import monitor.rest.control.BundleRoutes;
import monitor.rest.control.CapabilityRoutes;
import monitor.rest.control.ContainmentRoutes;
import monitor.rest.control.PipelineRoutes;
import monitor.rest.control.PluginRoutes;
import monitor.rest.control.RunFile;
import monitor.rest.control.StatusRoutes;
import monitor.rest.health.HealthRoutes;
import monitor.rest.health.PlatformMetrics;
import monitor.rest.health.Readiness;
import monitor.rest.http.Answers;
import monitor.rest.http.Problem;
import monitor.rest.http.RequestCounts;
import monitor.rest.http.Route;
import monitor.rest.http.RouteTable;
import monitor.rest.offers.Offers;
import monitor.rest.offers.TrackedOffer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the control routes of the API at {@code <data>/run/control/control.sock}, and notes it in
 * {@code run/monitor.json} while it does.
 */
@Component(
    service = {},
    immediate = true)
public final class Control {
  private static final Logger LOG = LoggerFactory.getLogger(Control.class);
  private static final String RELOAD = "(monitor.reload=true)";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BundleContext context;
  private final RunFile note;
  private final List<AutoCloseable> closeables = new ArrayList<>();

  /**
   * Begins to listen.
   *
   * @throws IOException if the socket cannot be made
   */
  @Activate
  public Control(BundleContext context, @Reference Platform platform) throws IOException {
    this.context = context;
    note = new RunFile(platform);
    RequestCounts counts = new RequestCounts();
    RouteTable routes = new RouteTable(routes(platform, counts));
    Path run = platform.data().resolve("run");
    ControlSocket socket = new ControlSocket(run, routes, new Answers(counts), PATIENCE);
    closeables.add(socket);
    note.write("unix:" + socket.path().toUri().getRawPath());
    LOG.info("It is controlled at {}.", socket.path());
  }

  private List<Route> routes(Platform platform, RequestCounts counts) {
    Offers offers = offers();
    Readiness readiness = new Readiness(offers, context);
    PlatformMetrics metrics = new PlatformMetrics(platform, offers, counts, () -> 0);
    InstantSource clock = InstantSource.system();
    List<Route> all = new ArrayList<>(new HealthRoutes(readiness, metrics).routes());
    all.addAll(new StatusRoutes(platform, offers, readiness, clock).routes());
    all.addAll(new PluginRoutes(offers, context).routes());
    all.addAll(new PipelineRoutes(offers, clock).routes());
    all.addAll(new ContainmentRoutes(offers).routes());
    all.addAll(new CapabilityRoutes(offers).routes());
    all.addAll(new BundleRoutes(context).routes());
    all.addAll(new ControlRoutes(this::reload, this::stopPlatform).routes());
    return all;
  }

  private Offers offers() {
    return new Offers(
        tracked(Pipeline.class),
        tracked(Deployer.class),
        tracked(TelemetryQuery.class),
        tracked(Containment.class),
        tracked(Entitlements.class),
        tracked(Alerts.class),
        tracked(AgentAuthority.class),
        tracked(AgentConnections.class));
  }

  private <T> TrackedOffer<T> tracked(Class<T> type) {
    TrackedOffer<T> offer = new TrackedOffer<>(context, type);
    closeables.add(offer);
    return offer;
  }

  private void reload() {
    try {
      for (ServiceReference<Runnable> reference :
          context.getServiceReferences(Runnable.class, RELOAD)) {
        Runnable reload = context.getService(reference);
        if (reload != null) {
          reload.run();
          return;
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(RELOAD, e);
    }
    throw Problem.unavailable("no-configuration", "The configuration is not there (yet).", 5)
        .hint("Look at the bundle monitor.config.");
  }

  /** The framework stops on a thread of its own, so that the request is answered. */
  private void stopPlatform() {
    try {
      context.getBundle(0).stop();
    } catch (BundleException e) {
      throw new IllegalStateException("The platform cannot be stopped", e);
    }
  }

  /** Takes the note back and stops listening. */
  @Deactivate
  public void stop() throws Exception {
    note.remove();
    for (AutoCloseable closeable : closeables.reversed()) {
      closeable.close();
    }
  }
}
