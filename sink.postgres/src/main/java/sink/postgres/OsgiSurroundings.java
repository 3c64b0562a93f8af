package sink.postgres;

import java.util.List;
import monitor.api.query.TelemetryQuery;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * The platform as an OSGi framework.
 *
 * @param context of this bundle
 */
record OsgiSurroundings(BundleContext context) implements Surroundings {
  @Override
  public boolean stopping() {
    return context.getBundle(0).getState() == Bundle.STOPPING;
  }

  @Override
  public void stopLater(List<String> command) {
    StopLater.cancel(context);
    StopLater.install(context, command);
  }

  @Override
  public void forgetStopLater() {
    StopLater.cancel(context);
  }

  @Override
  public Publication publish(TelemetryQuery query) {
    ServiceRegistration<TelemetryQuery> registration =
        context.registerService(TelemetryQuery.class, query, null);
    return () -> {
      try {
        registration.unregister();
      } catch (IllegalStateException e) {
        // The framework took it back with the bundle.
        return;
      }
    };
  }
}
