package monitor.deployer;

import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import monitor.api.operation.Containment;
import monitor.api.operation.Incident;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Reports what plugins did to the runtime's book. What comes before the runtime is there waits for
 * it. Safe for many threads.
 */
final class Incidents {
  private final BundleContext context;
  private final InstantSource clock;
  private final Queue<Incident> waiting = new ConcurrentLinkedQueue<>();

  Incidents(BundleContext context, InstantSource clock) {
    this.context = context;
    this.clock = clock;
  }

  /** Reports one, at once if the runtime is there. */
  void report(String plugin, Incident.Kind kind, String what, StackTraceElement[] stack) {
    waiting.add(Incident.now(clock.instant(), plugin, kind, what, PluginCode.frames(stack)));
    flush();
  }

  /** Reports what waits; call it about once a second. */
  void flush() {
    ServiceReference<Containment> reference =
        waiting.isEmpty() ? null : context.getServiceReference(Containment.class);
    Containment containment = reference == null ? null : context.getService(reference);
    if (containment == null) {
      return;
    }
    for (Incident next = waiting.poll(); next != null; next = waiting.poll()) {
      containment.report(next);
    }
    context.ungetService(reference);
  }
}
