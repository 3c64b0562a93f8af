package sink.websocket;

import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkContext;
import monitor.api.sink.SinkProperties;
import monitor.api.status.Status;
import monitor.wire.Message;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Sends batches to one of several collectors. A batch is accepted when the collector says that it
 * is safe; until then it stays in the journal, however often the connection is cut. It exists where
 * the configuration has a table {@code [sink.websocket]}.
 */
@Component(name = "sink.websocket", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = WebSocketConfiguration.class)
@SinkProperties(essential = true, idempotent = true)
public final class WebSocketSink implements Sink {
  private final Settings settings;
  private Outbox outbox = new Outbox();
  private @Nullable Courier courier;
  private @Nullable Renewal renewal;

  /** Connects when it is opened. */
  @Activate
  public WebSocketSink(WebSocketConfiguration configuration) {
    this(Settings.of(configuration));
  }

  WebSocketSink(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void open(SinkContext context) {
    context.report(Status.degraded("not connected to " + settings.addresses() + " yet"));
    outbox = new Outbox();
    Courier fresh = new Courier(settings, context, outbox);
    courier = fresh;
    context.fork("connection", fresh::run);
    if (settings.renewable()) {
      Renewal renewing = new Renewal(settings, context, fresh::refresh);
      renewal = renewing;
      context.fork("renewal", renewing::run);
    }
  }

  @Override
  public Delivery deliver(Batch batch) {
    if (!batch.hops().isEmpty()) {
      return Outcome.retry("a collector does not pass on to another one what agents sent to it");
    }
    Outgoing outgoing = new Outgoing(batch);
    if (outgoing.bytes() > Message.MOST_BATCH_BYTES) {
      return new Outcome.Rejected("it is larger than a message may be");
    }
    return outbox.add(outgoing);
  }

  @Override
  public void close() throws InterruptedException {
    Renewal renewing = renewal;
    renewal = null;
    if (renewing != null) {
      renewing.end();
    }
    Courier running = courier;
    courier = null;
    if (running != null) {
      running.end();
    }
  }
}
