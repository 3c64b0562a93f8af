package monitor.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.MultipartConfigElement;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.identity.AgentAuthority;
import monitor.api.identity.AgentConnection;
import monitor.api.identity.AgentConnections;
import monitor.api.operation.Containment;
import monitor.api.operation.Deployer;
import monitor.api.operation.Entitlements;
import monitor.api.operation.Pipeline;
import monitor.api.query.Alerts;
import monitor.api.query.TelemetryQuery;
import monitor.identity.PlatformAuthority;
import monitor.rest.http.Limits;
import monitor.rest.jwt.JwtSettings;
import monitor.rest.offers.Offers;
import monitor.rest.stream.LiveFeed;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The API in a real server on a free port of loopback, and a client for it. */
final class TestServer implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  static final ObjectMapper JSON = new ObjectMapper();

  final Path data;
  final Fixtures.OneSourcePipeline pipeline = new Fixtures.OneSourcePipeline();
  final Fixtures.RecordingDeployer deployer = new Fixtures.RecordingDeployer();
  final Fixtures.RecordingStorage storage = new Fixtures.RecordingStorage();
  final Fixtures.OneFloodContainment containment = new Fixtures.OneFloodContainment();
  final FixedAlerts alerts = new FixedAlerts();
  final AgentAuthority agents;
  final List<AgentConnection> connected = new CopyOnWriteArrayList<>();
  final AtomicReference<Optional<TelemetryQuery>> offeredStorage =
      new AtomicReference<>(Optional.of(storage));
  final List<List<Event>> submitted = new ArrayList<>();
  final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.ACCEPTED);
  final AtomicReference<Instant> now = new AtomicReference<>(Fixtures.NOON);
  final LiveFeed feed = new LiveFeed();
  final Api api;
  final URI base;
  final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Framework framework;
  private final Server server = new Server();

  TestServer(Path data) throws Exception {
    this(data, Limits.DEFAULT);
  }

  TestServer(Path data, Limits limits) throws Exception {
    this(data, limits, JwtSettings.NONE);
  }

  TestServer(Path data, Limits limits, JwtSettings jwt) throws Exception {
    this.data = data;
    framework = framework(data.resolve("framework"));
    InstantSource clock = now::get;
    agents =
        new PlatformAuthority(data.resolve("identity"), "test-host", Duration.ofDays(30), clock);
    Offers offers =
        new Offers(
            () -> Optional.<Pipeline>of(pipeline),
            () -> Optional.<Deployer>of(deployer),
            offeredStorage::get,
            () -> Optional.<Containment>of(containment),
            () -> Optional.<Entitlements>of(new Fixtures.FixedEntitlements()),
            () -> Optional.<Alerts>of(alerts),
            () -> Optional.<AgentAuthority>of(agents),
            () -> Optional.<AgentConnections>of(() -> connected));
    api =
        new Api(
            new Api.Parts(
                framework.getBundleContext(),
                new Fixtures.FixedPlatform(data),
                offers,
                events -> {
                  submitted.add(events);
                  return CompletableFuture.completedStage(outcome.get());
                },
                feed,
                clock),
            new Api.Settings(limits, List.of("test-host"), 4, jwt));
    base = serve();
  }

  private static Framework framework(Path cache) throws Exception {
    FrameworkFactory factory = new org.apache.felix.framework.FrameworkFactory();
    Framework framework =
        factory.newFramework(
            Map.of("org.osgi.framework.storage", Files.createDirectories(cache).toString()));
    framework.start();
    return framework;
  }

  /** Registers a service of the system bundle, as a component with these properties does. */
  <S> void register(Class<S> type, S service, Map<String, ?> properties) {
    framework
        .getBundleContext()
        .registerService(type, service, FrameworkUtil.asDictionary(properties));
  }

  private URI serve() throws Exception {
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler handler = new ServletContextHandler("/");
    ServletHolder holder = new ServletHolder(api.servlet());
    holder.setAsyncSupported(true);
    Path uploads = Files.createDirectories(data.resolve("uploads"));
    holder.getRegistration().setMultipartConfig(new MultipartConfigElement(uploads.toString()));
    handler.addServlet(holder, "/*");
    handler.getServletHandler().setDecodeAmbiguousURIs(true);
    server.setHandler(handler);
    server.start();
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  /** An answer, read completely. */
  record Answer(int status, String body, HttpResponse<String> response) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException(body, e);
      }
    }

    String code() {
      return json().path("code").asText();
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }
  }

  Answer send(HttpRequest request) throws Exception {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body(), response);
  }

  HttpRequest.Builder request(String method, String path, String... headers) {
    return request(method, path, "", headers);
  }

  HttpRequest.Builder request(String method, String path, String body, String[] headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
    builder.method(
        method,
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      builder.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return builder;
  }

  Answer get(String path, String... headers) throws Exception {
    return send(request("GET", path, headers).build());
  }

  Answer post(String path, String body, String... headers) throws Exception {
    return send(request("POST", path, body, headers).build());
  }

  /** A browser that is signed in. */
  record Browser(String cookie, String csrf) {
    String[] headers() {
      return new String[] {"Cookie", cookie, "X-CSRF-Token", csrf};
    }
  }

  /** Makes the first administrator. */
  Browser setUp() throws Exception {
    String secret = Files.readString(data.resolve("secrets/setup")).strip();
    return browser(
        post(
            "/api/v1/setup",
            "{\"secret\":\"%s\",\"username\":\"root\",\"password\":\"%s\"}"
                .formatted(secret, PASSWORD)));
  }

  static Browser browser(Answer answer) {
    String cookie =
        answer
            .header("Set-Cookie")
            .orElseThrow(() -> new IllegalStateException(answer.body()))
            .split(";")[0];
    return new Browser(cookie, answer.json().get("csrf").asText());
  }

  /** A token of a role, as the header that carries it. */
  String[] token(Browser admin, String role) throws Exception {
    Answer answer =
        post(
            "/api/v1/tokens",
            "{\"name\":\"%s\",\"role\":\"%s\"}".formatted(role, role),
            admin.headers());
    return new String[] {"Authorization", "Bearer " + answer.json().get("token").asText()};
  }

  @Override
  @SuppressWarnings("try")
  public void close() {
    api.close();
    client.shutdownNow();
    try {
      server.stop();
      framework.stop();
      framework.waitForStop(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
