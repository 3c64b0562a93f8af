package monitor.runtime.osgi;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import monitor.api.capability.Grant;
import monitor.api.operation.ComponentView;
import monitor.api.operation.PerformerView;
import monitor.api.operation.PipelineView;
import monitor.runtime.Monitor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * Publishes what was negotiated: one service of type {@link Grant} for each component, because only
 * the registrant may change the properties of a component's own service.
 */
final class GrantPublisher implements AutoCloseable {
  private final BundleContext context;
  private final Monitor monitor;
  private final Map<String, Published> published = new HashMap<>();
  private boolean closed;

  GrantPublisher(BundleContext context, Monitor monitor) {
    this.context = context;
    this.monitor = monitor;
    monitor.onChange(this::publish);
  }

  /** A component as far as its grant goes. */
  private record Subject(String name, String type, Grant grant, List<String> routedTo) {
    static Subject of(ComponentView view) {
      return new Subject(view.name(), view.type(), view.grant(), view.routedTo());
    }

    static Subject of(PerformerView view) {
      return new Subject(view.name(), "task", view.grant(), List.of());
    }
  }

  private record Published(
      Grant grant, List<String> routedTo, ServiceRegistration<Grant> registration) {}

  private synchronized void publish() {
    if (closed) {
      return;
    }
    PipelineView view = monitor.view();
    Set<String> present = new HashSet<>();
    Stream.concat(
            Stream.concat(view.sources().stream(), view.sinks().stream()).map(Subject::of),
            monitor.performers().stream().map(Subject::of))
        .forEach(subject -> {
          present.add(subject.name());
          publish(subject);
        });
    published
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !present.contains(entry.getKey());
          if (gone) {
            entry.getValue().registration().unregister();
          }
          return gone;
        });
  }

  private void publish(Subject component) {
    Published before = published.get(component.name());
    if (before != null && before.grant().equals(component.grant())) {
      if (!before.routedTo().equals(component.routedTo())) {
        before.registration().setProperties(properties(component));
        published.put(
            component.name(),
            new Published(before.grant(), component.routedTo(), before.registration()));
      }
      return;
    }
    if (before != null) {
      before.registration().unregister();
    }
    ServiceRegistration<Grant> registration =
        context.registerService(Grant.class, component.grant(), properties(component));
    published.put(
        component.name(), new Published(component.grant(), component.routedTo(), registration));
  }

  private static Hashtable<String, Object> properties(Subject component) {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("monitor.component", component.name());
    properties.put("monitor.type", component.type());
    properties.put("monitor.declared", component.grant().declared().names());
    properties.put("monitor.granted", component.grant().granted().names());
    properties.put(
        "monitor.refused",
        component.grant().refused().stream()
            .map(r -> r.capability() + " by " + r.by() + ": " + r.reason())
            .toList());
    properties.put("monitor.routed.to", component.routedTo());
    return properties;
  }

  @Override
  public synchronized void close() {
    closed = true;
    published.values().forEach(entry -> entry.registration().unregister());
    published.clear();
  }
}
