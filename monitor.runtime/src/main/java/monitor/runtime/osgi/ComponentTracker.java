package monitor.runtime.osgi;

import java.util.function.BiFunction;
import monitor.runtime.Registration;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers every service of one type with the runtime and takes it back when it goes: {@code
 * removedService} returns only when the instance is fenced off, so that the bundle may stop.
 */
final class ComponentTracker<T> extends ServiceTracker<T, Registration> {
  private static final Logger LOG = LoggerFactory.getLogger(ComponentTracker.class);

  private final BiFunction<ServiceReference<T>, T, Registration> register;

  ComponentTracker(
      BundleContext context,
      Class<T> type,
      BiFunction<ServiceReference<T>, T, Registration> register) {
    super(context, type, null);
    this.register = register;
  }

  @Override
  public @Nullable Registration addingService(ServiceReference<T> reference) {
    T service = context.getService(reference);
    if (service == null) {
      return null;
    }
    try {
      return register.apply(reference, service);
    } catch (RuntimeException e) {
      LOG.error("A component of {} is refused: {}", ServiceSpecs.bundle(reference), e.getMessage());
      context.ungetService(reference);
      return null;
    }
  }

  @Override
  public void removedService(ServiceReference<T> reference, Registration registration) {
    registration.close();
    context.ungetService(reference);
  }
}
