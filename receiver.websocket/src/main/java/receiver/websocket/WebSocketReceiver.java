package receiver.websocket;

import java.time.Duration;
import monitor.api.capability.Capability;
import monitor.api.identity.AgentAuthority;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import monitor.api.status.Status;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
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
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Settings settings;
  private final @Nullable AgentAuthority authority;
  private volatile int port;

  /** Listens when it is run. */
  @Activate
  public WebSocketReceiver(
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable AgentAuthority authority,
      ReceiverConfiguration configuration) {
    this(Settings.of(configuration), authority);
  }

  WebSocketReceiver(Settings settings, @Nullable AgentAuthority authority) {
    this.settings = settings;
    this.authority = authority;
  }

  /** The port that it listens on, also where any free one is configured; 0 while it does not. */
  public int port() {
    return port;
  }

  private PlatformKeys keys(String collector) {
    if (authority == null) {
      throw new IllegalStateException(
          "join: this platform has no authority, which is the bundle monitor.identity");
    }
    return new PlatformKeys(authority, OwnNames.of(settings.names(), collector));
  }

  @Override
  public void run(SourceContext context) throws Exception {
    PlatformKeys keys = settings.joining() ? keys(context.agent()) : null;
    Reception reception = new Reception(settings, context, keys == null ? null : authority);
    try (Endpoint endpoint = Endpoint.open(settings, reception, keys)) {
      port = endpoint.port();
      context.report(Status.OK);
      while (context.awaitNext(LOOK)) {
        reception.look();
        endpoint.look();
      }
      endpoint.refuse();
      reception.move();
    } finally {
      port = 0;
    }
  }
}
