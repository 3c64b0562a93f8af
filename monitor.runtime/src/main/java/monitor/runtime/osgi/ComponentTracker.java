package monitor.runtime.osgi;

import java.util.function.BiFunction;
import java.util.function.Function;
import monitor.runtime.Registration;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers every service of one type with the runtime and takes it back when it goes: {@code
 * removedService} returns only when the instance is fenced off, so that the bundle may stop. One
 * whose flags change while it is there is put into quarantine.
 */
final class ComponentTracker<T> extends ServiceTracker<T, ComponentTracker.Tracked> {
  private static final Logger LOG = LoggerFactory.getLogger(ComponentTracker.class);

  private final Function<ServiceReference<T>, Declaration> read;
  private final BiFunction<Declaration, T, Registration> register;

  ComponentTracker(
      BundleContext context,
      Class<T> type,
      Function<ServiceReference<T>, Declaration> read,
      BiFunction<Declaration, T, Registration> register) {
    super(context, type, null);
    this.read = read;
    this.register = register;
  }

  /** What was declared, and what became of it. */
  record Tracked(Declaration declared, Registration registration) {}

  @Override
  public @Nullable Tracked addingService(ServiceReference<T> reference) {
    T service = context.getService(reference);
    if (service == null) {
      return null;
    }
    try {
      Declaration declared = read.apply(reference);
      return new Tracked(declared, register.apply(declared, service));
    } catch (RuntimeException e) {
      LOG.error("A component of {} is refused: {}", ServiceSpecs.bundle(reference), e.getMessage());
      context.ungetService(reference);
      return null;
    }
  }

  @Override
  public void modifiedService(ServiceReference<T> reference, Tracked tracked) {
    String objection = flipped(reference, tracked.declared());
    if (!objection.isEmpty()) {
      // Not on this thread: it may be that of the component itself, which is to be stopped.
      Thread.ofPlatform()
          .name("objection to " + ServiceSpecs.name(reference))
          .daemon()
          .start(() -> tracked.registration().object(objection));
    }
  }

  private String flipped(ServiceReference<T> reference, Declaration before) {
    try {
      Declaration now = read.apply(reference);
      return now.flags().equals(before.flags())
          ? ""
          : "its flags changed from %s to %s while it was there; they are those of its manifest for the life of a version"
              .formatted(before.words(), now.words());
    } catch (RuntimeException e) {
      return "its flags cannot be read any more: " + e.getMessage();
    }
  }

  @Override
  public void removedService(ServiceReference<T> reference, Tracked tracked) {
    tracked.registration().close();
    context.ungetService(reference);
  }
}
