package monitor.runtime.osgi;

import java.io.IOException;
import monitor.api.sink.Sink;
import monitor.api.source.EventSource;
import monitor.runtime.Monitor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Registers the sources and sinks of the service registry with the runtime. A component of its own,
 * so that a source or sink may refer to the runtime's services: those are there before it is looked
 * for.
 */
@Component(
    service = {},
    immediate = true)
public final class RegistryComponent {
  private final Monitor monitor;
  private final GrantPublisher grants;
  private final ComponentTracker<Sink> sinks;
  private final ComponentTracker<EventSource> sources;
  private final PerformerTracker performers;

  /** Begins to track services. */
  @Activate
  public RegistryComponent(BundleContext context, @Reference EntitlementsComponent entitlements) {
    this.monitor = entitlements.monitor();
    this.grants = new GrantPublisher(context, monitor);
    this.sinks =
        new ComponentTracker<>(
            context,
            Sink.class,
            Declaration::sink,
            (declared, sink) ->
                monitor.register(ServiceSpecs.sink(declared.service()), sink, declared.lie()));
    this.sources =
        new ComponentTracker<>(
            context,
            EventSource.class,
            Declaration::source,
            (declared, source) ->
                monitor.register(ServiceSpecs.source(declared.service()), source, declared.lie()));
    this.performers = new PerformerTracker(context, monitor);
    performers.open();
    sinks.open();
    sources.open();
  }

  /** Stops everything together first: one by one, the deadlines would add up. */
  @Deactivate
  public void stop() throws IOException {
    grants.close();
    monitor.close();
    sources.close();
    sinks.close();
    performers.close();
  }
}
