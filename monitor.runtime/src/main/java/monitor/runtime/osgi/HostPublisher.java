package monitor.runtime.osgi;

import java.util.Hashtable;
import java.util.function.Supplier;
import monitor.api.operation.HostView;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Publishes what the host offers as a service, anew when that changes. */
final class HostPublisher implements AutoCloseable {
  private final BundleContext context;
  private final Supplier<HostView> look;
  private @Nullable HostView shown;
  private @Nullable ServiceRegistration<HostView> registration;
  private boolean closed;

  HostPublisher(BundleContext context, Supplier<HostView> look) {
    this.context = context;
    this.look = look;
  }

  synchronized void publish() {
    HostView now = look.get();
    if (closed || now.equals(shown)) {
      return;
    }
    withdraw();
    shown = now;
    registration = context.registerService(HostView.class, now, properties(now));
  }

  private static Hashtable<String, Object> properties(HostView host) {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("monitor.offered", host.offered().names());
    properties.put(
        "monitor.missing",
        host.missing().stream().map(r -> r.capability() + ": " + r.reason()).toList());
    host.facts().forEach((name, value) -> properties.put("monitor.host." + name, value));
    return properties;
  }

  private void withdraw() {
    if (registration != null) {
      registration.unregister();
      registration = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    withdraw();
  }
}
