package receiver.websocket;

import monitor.api.capability.Capability;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import monitor.api.status.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Takes batches from agents and passes them on. An agent is answered when every essential sink has
 * the batch, so that this collector holds nobody's data. It exists where the configuration has a
 * table {@code [receiver.websocket]}.
 */
@Component(name = "receiver.websocket", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ReceiverConfiguration.class)
@SourceProperties(
    offers = {
      Capability.PROCESS,
      Capability.NETWORK,
      Capability.FILESYSTEM,
      Capability.PERFORMANCE,
      Capability.LOGS,
      Capability.REACHABILITY,
      Capability.CUSTOM
    },
    kinds = {"log", "sample", "process", "flow", "file", "probe"},
    route = SourceProperties.Route.DIRECT)
public final class WebSocketReceiver implements EventSource {
  private final Settings settings;
  private volatile int port;

  /** Listens when it is run. */
  @Activate
  public WebSocketReceiver(ReceiverConfiguration configuration) {
    this(Settings.of(configuration));
  }

  WebSocketReceiver(Settings settings) {
    this.settings = settings;
  }

  /** The port that it listens on, also where any free one is configured; 0 while it does not. */
  public int port() {
    return port;
  }

  @Override
  public void run(SourceContext context) throws Exception {
    Reception reception = new Reception(settings, context);
    try (Endpoint endpoint = Endpoint.open(settings, reception)) {
      port = endpoint.port();
      context.report(Status.OK);
      context.awaitStop();
      endpoint.refuse();
      reception.move();
    } finally {
      port = 0;
    }
  }
}
