package receiver.websocket;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import monitor.api.capability.Capability;
import monitor.api.identity.AgentAuthority;
import monitor.api.identity.AgentConnection;
import monitor.api.identity.AgentConnections;
import monitor.api.identity.AgentTokens;
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
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
public final class WebSocketReceiver implements EventSource, AgentConnections {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketReceiver.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Settings settings;
  private final @Nullable AgentAuthority authority;
  private final AtomicReference<@Nullable AgentTokens> tokens = new AtomicReference<>();
  private volatile int port;
  private volatile @Nullable Reception open;

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

  /** Takes who knows signed tokens; connections go on when they are exchanged. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindTokens(AgentTokens service) {
    tokens.set(service);
  }

  void unbindTokens(AgentTokens service) {
    tokens.compareAndSet(service, null);
  }

  /** The port that it listens on, also where any free one is configured; 0 while it does not. */
  public int port() {
    return port;
  }

  @Override
  public List<AgentConnection> connections() {
    Reception now = open;
    return now == null ? List.of() : now.connections();
  }

  private PlatformKeys keys(String collector) {
    if (authority == null) {
      throw new IllegalStateException(
          "join: this platform has no authority, which is the bundle monitor.identity");
    }
    return new PlatformKeys(authority, OwnNames.of(settings.names(), collector));
  }

  private Status status() {
    return settings.signed() && tokens.get() == null
        ? Status.degraded(
            "jwt: no agent is let in, for [monitor.rest] has no key for signed tokens")
        : Status.OK;
  }

  @Override
  public void run(SourceContext context) throws Exception {
    PlatformKeys keys = settings.joining() ? keys(context.agent()) : null;
    Reception reception =
        new Reception(settings, context, keys == null ? null : authority, tokens::get);
    try (Endpoint endpoint = Endpoint.open(settings, reception, keys)) {
      port = endpoint.port();
      open = reception;
      LOG.info("Agents connect to {}.", endpoint.address());
      context.report(status());
      while (context.awaitNext(LOOK)) {
        context.report(status());
        reception.look();
        endpoint.look();
      }
      endpoint.refuse();
      reception.move();
    } finally {
      port = 0;
      open = null;
    }
  }
}
