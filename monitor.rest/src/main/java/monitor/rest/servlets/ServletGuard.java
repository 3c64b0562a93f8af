package monitor.rest.servlets;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hides from the HTTP server what a plugin may not serve, by hooks of the service registry: a
 * servlet that the server never sees cannot be in the way of another. A component of its own, which
 * no configuration starts anew: it is there as long as any plugin.
 */
@Component(
    service = {},
    immediate = true)
public final class ServletGuard {
  private static final Logger LOG = LoggerFactory.getLogger(ServletGuard.class);
  private static final String SERVER = "org.apache.felix.http";

  private final ServiceRegistration<?> registration;

  /** Begins to hide. */
  @Activate
  public ServletGuard(BundleContext context) {
    registration =
        context.registerService(
            new String[] {FindHook.class.getName(), EventListenerHook.class.getName()},
            new Hooks(),
            null);
  }

  /** Hides nothing any more. */
  @Deactivate
  public void stop() {
    registration.unregister();
  }

  /** Both hooks; the framework calls them on the thread of whoever registers or looks. */
  private static final class Hooks implements FindHook, EventListenerHook {
    @Override
    public void find(
        BundleContext context,
        String name,
        String filter,
        boolean allServices,
        Collection<ServiceReference<?>> references) {
      if (isServer(context.getBundle())) {
        references.removeIf(reference -> objection(reference).isPresent());
      }
    }

    @Override
    public void event(
        ServiceEvent event, Map<BundleContext, Collection<ListenerHook.ListenerInfo>> listeners) {
      if (event.getType() == ServiceEvent.UNREGISTERING) {
        return; // What was served before its properties changed has to be taken back.
      }
      ServiceReference<?> reference = event.getServiceReference();
      Optional<String> objection = objection(reference);
      if (objection.isPresent()) {
        listeners.keySet().removeIf(context -> isServer(context.getBundle()));
        LOG.warn(
            "A servlet of {} is not served: {}.",
            reference.getBundle().getSymbolicName(),
            objection.get());
      }
    }

    private static boolean isServer(Bundle bundle) {
      return String.valueOf(bundle.getSymbolicName()).startsWith(SERVER);
    }

    private static Optional<String> objection(ServiceReference<?> reference) {
      Bundle bundle = reference.getBundle();
      return bundle == null
          ? Optional.empty()
          : ServletRules.plugin(bundle)
              .flatMap(plugin -> ServletRules.objection(reference, plugin));
    }
  }
}
