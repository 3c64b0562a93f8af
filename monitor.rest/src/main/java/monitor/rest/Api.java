package monitor.rest;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import monitor.api.identity.AgentTokens;
import monitor.api.operation.Platform;
import monitor.rest.access.Access;
import monitor.rest.access.AccessRoutes;
import monitor.rest.access.AgentRoutes;
import monitor.rest.access.Passwords;
import monitor.rest.access.SignIn;
import monitor.rest.alerts.AlertRoutes;
import monitor.rest.config.ConfigRoutes;
import monitor.rest.control.BundleRoutes;
import monitor.rest.control.CapabilityRoutes;
import monitor.rest.control.ContainmentRoutes;
import monitor.rest.control.PipelineRoutes;
import monitor.rest.control.PluginRoutes;
import monitor.rest.control.StatusRoutes;
import monitor.rest.health.HealthRoutes;
import monitor.rest.health.PlatformMetrics;
import monitor.rest.health.Readiness;
import monitor.rest.http.Answers;
import monitor.rest.http.ApiServlet;
import monitor.rest.http.Dispatcher;
import monitor.rest.http.Doorkeeper;
import monitor.rest.http.Gate;
import monitor.rest.http.HostCheck;
import monitor.rest.http.Limits;
import monitor.rest.http.RateLimiter;
import monitor.rest.http.RequestCounts;
import monitor.rest.http.Route;
import monitor.rest.http.RouteTable;
import monitor.rest.jwt.JwtSettings;
import monitor.rest.offers.Offers;
import monitor.rest.query.QueryRoutes;
import monitor.rest.stream.LiveFeed;
import monitor.rest.stream.LiveStream;
import monitor.rest.submit.Intake;
import monitor.rest.submit.SubmitRoutes;
import org.osgi.framework.BundleContext;

/** The whole API, put together; serves nothing by itself. */
final class Api implements AutoCloseable {
  /**
   * What can be set.
   *
   * @param limits requests a minute
   * @param hosts names under which the server answers, beside localhost and addresses
   * @param passwordCost logarithm of bcrypt's rounds
   * @param jwt which signed tokens are let in
   */
  record Settings(Limits limits, List<String> hosts, int passwordCost, JwtSettings jwt) {}

  /**
   * What it works with.
   *
   * @param context of the framework
   * @param platform facts about the process
   * @param offers services that come and go
   * @param intake takes what is submitted
   * @param feed shows what is delivered
   * @param clock the wall clock
   */
  record Parts(
      BundleContext context,
      Platform platform,
      Offers offers,
      Intake intake,
      LiveFeed feed,
      InstantSource clock) {}

  /** Name of the servlet of the API, which checks every request by itself. */
  static final String SERVLET = "monitor.rest";

  /** Name of the servlet of the console: files without a secret. */
  private static final String CONSOLE = "webconsole.ConsoleServlet";

  private final RouteTable routes;
  private final ApiServlet servlet;
  private final Gate gate;
  private final LiveStream stream;
  private final Optional<AgentTokens> agentTokens;

  /**
   * Reads users and tokens, and puts the routes together.
   *
   * @throws IOException if the set-up secret cannot be written
   */
  Api(Parts parts, Settings settings) throws IOException {
    Access access = new Access(parts.platform().data(), parts.clock(), settings.jwt());
    agentTokens = access.agentTokens();
    RequestCounts counts = new RequestCounts();
    stream = new LiveStream(parts.offers(), access, parts.feed(), parts.clock());
    routes = new RouteTable(routes(parts, settings, access, counts));
    Answers answers = new Answers(counts);
    Doorkeeper door =
        new Doorkeeper(
            new HostCheck(settings.hosts()),
            access,
            new RateLimiter(System::nanoTime),
            settings.limits());
    servlet = new ApiServlet(new Dispatcher(door, routes), answers);
    gate = new Gate(door, answers, Set.of(SERVLET, CONSOLE));
  }

  private List<Route> routes(Parts parts, Settings settings, Access access, RequestCounts counts) {
    Offers offers = parts.offers();
    InstantSource clock = parts.clock();
    Readiness readiness = new Readiness(offers, parts.context());
    PlatformMetrics metrics =
        new PlatformMetrics(parts.platform(), offers, counts, stream::listeners);
    SignIn signIn = new SignIn(access, new Passwords(settings.passwordCost()), clock);
    List<Route> all = new ArrayList<>(new HealthRoutes(readiness, metrics).routes());
    all.addAll(new StatusRoutes(parts.platform(), offers, readiness, clock).routes());
    all.addAll(signIn.routes());
    all.addAll(new AccessRoutes(access, signIn).routes());
    all.addAll(new AgentRoutes(offers, clock).routes());
    all.addAll(new PluginRoutes(offers, parts.context()).routes());
    all.addAll(new PipelineRoutes(offers, clock).routes());
    all.addAll(new ContainmentRoutes(offers).routes());
    all.addAll(new CapabilityRoutes(offers).routes());
    all.addAll(new BundleRoutes(parts.context()).routes());
    all.addAll(new ConfigRoutes(parts.context()).routes());
    all.addAll(new SubmitRoutes(parts.intake(), clock).routes());
    all.addAll(new QueryRoutes(offers, clock).routes());
    all.addAll(new AlertRoutes(offers).routes());
    all.addAll(stream.routes());
    return all;
  }

  /** Every route. */
  RouteTable routes() {
    return routes;
  }

  /** What serves them. */
  ApiServlet servlet() {
    return servlet;
  }

  /** The signed tokens of agents, where there can be any. */
  Optional<AgentTokens> agentTokens() {
    return agentTokens;
  }

  /** What stands before this and every other servlet. */
  Gate gate() {
    return gate;
  }

  @Override
  public void close() {
    stream.close();
  }
}
