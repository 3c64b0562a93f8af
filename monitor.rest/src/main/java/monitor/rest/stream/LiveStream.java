package monitor.rest.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import monitor.api.operation.Deployer;
import monitor.api.operation.Deployment;
import monitor.rest.http.Authenticator;
import monitor.rest.http.Call;
import monitor.rest.http.Identity;
import monitor.rest.http.Json;
import monitor.rest.http.Parameters;
import monitor.rest.http.Permission;
import monitor.rest.http.Reply;
import monitor.rest.http.Route;
import monitor.rest.offers.Offers;
import monitor.rest.views.DeploymentShape;
import monitor.rest.views.PipelineShape;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream of server-sent events: its route, its clock and what it watches. */
public final class LiveStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
  private static final int HEARTBEAT_SECONDS = 10;

  private final Hub hub;
  private final Offers offers;
  private final Authenticator authenticator;
  private final InstantSource clock;
  private final LiveFeed feed;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("monitor.rest stream").factory());
  private @Nullable Deployer watched;
  private @Nullable AutoCloseable watch;
  private int ticks;

  /** Begins to watch; nothing is sent before somebody listens. */
  public LiveStream(
      Offers offers, Authenticator authenticator, LiveFeed feed, InstantSource clock) {
    this.hub = new Hub(Long.toString(clock.millis(), Character.MAX_RADIX), System::nanoTime);
    this.offers = offers;
    this.authenticator = authenticator;
    this.clock = clock;
    this.feed = feed;
    feed.attach(hub);
    ScheduledFuture<?> _ = ticker.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(new Route("GET", "/api/v1/stream", Permission.READ, this::listen));
  }

  /** How many listen. */
  public int listeners() {
    return hub.size();
  }

  private Reply listen(Call call) {
    Parameters parameters = call.parameters();
    Set<Topic> topics = Topic.parse(parameters.take("topics").orElse(""));
    Set<String> names =
        parameters.take("name").map(text -> Set.of(text.split(","))).orElse(Set.of());
    Selection selection = new Selection(topics, names, parameters.take("source").orElse(""));
    parameters.finish();
    hub.admit(call.identity());
    String lastEventId = call.request().header("Last-Event-ID").orElse("");
    return new Reply.Live(
        (request, response) -> begin(request, response, call.identity(), selection, lastEventId));
  }

  private void begin(
      HttpServletRequest request,
      HttpServletResponse response,
      Identity identity,
      Selection selection,
      String lastEventId)
      throws IOException {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("utf-8");
    response.setHeader("X-Accel-Buffering", "no");
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    hub.add(
        new Listener(identity, selection, async, response.getOutputStream(), hub::remove),
        lastEventId);
  }

  private void tick() {
    try {
      watchDeployer();
      hub.evict(authenticator::valid);
      if (hub.wanted(Topic.PIPELINE)) {
        offers
            .pipeline()
            .now()
            .ifPresent(p -> publish(Topic.PIPELINE, PipelineShape.of(clock.instant(), p)));
      }
      if (ticks++ % HEARTBEAT_SECONDS == 0) {
        hub.heartbeat();
      }
    } catch (Exception e) {
      LOG.warn("The stream left out one second.", e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // Whether it is the same service, not an equal one.
  private void watchDeployer() throws Exception {
    Deployer now = offers.deployer().now().orElse(null);
    if (now != watched) {
      unwatch();
      watched = now;
      watch = now == null ? null : now.watch(this::deployed);
    }
  }

  private void deployed(Deployment deployment) {
    publish(Topic.DEPLOYMENTS, DeploymentShape.of(deployment));
  }

  private void publish(Topic topic, Object shape) {
    hub.publish(topic, List.of(new Item("", "", Json.write(shape))), 0);
  }

  private void unwatch() throws Exception {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  /** Ends every client and the thread. */
  @Override
  public void close() {
    feed.attach(null);
    ticker.shutdownNow();
    try {
      if (!ticker.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.warn("The thread of the stream did not end in time.");
      }
      unwatch();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.debug("The deployer was gone already.", e);
    }
    hub.close();
  }
}
