package monitor.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.client.Login;
import monitor.rest.access.Access;
import monitor.rest.access.AccessRoutes;
import monitor.rest.access.Passwords;
import monitor.rest.access.SignIn;
import monitor.rest.http.Answers;
import monitor.rest.http.ApiServlet;
import monitor.rest.http.Dispatcher;
import monitor.rest.http.Doorkeeper;
import monitor.rest.http.HostCheck;
import monitor.rest.http.Limits;
import monitor.rest.http.RateLimiter;
import monitor.rest.http.RequestCounts;
import monitor.rest.http.RouteTable;
import monitor.rest.jwt.JwtSettings;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The platform's own users, tokens and sessions behind their routes, with one administrator. */
final class AccessServer implements AutoCloseable {
  /** Its name. */
  static final String ADMIN = "admin";

  /** Its password. */
  static final String PASSWORD = "correct horse battery";

  private final Path data;
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);

  AccessServer(Path data) throws Exception {
    this.data = data;
    InstantSource clock = InstantSource.system();
    Access access = new Access(data, clock, JwtSettings.NONE);
    SignIn signIn = new SignIn(access, new Passwords(4), clock);
    RouteTable routes =
        new RouteTable(
            Stream.of(signIn.routes(), new AccessRoutes(access, signIn).routes())
                .flatMap(List::stream)
                .toList());
    RateLimiter rates = new RateLimiter(System::nanoTime);
    Doorkeeper door = new Doorkeeper(new HostCheck(List.of()), access, rates, Limits.DEFAULT);
    Answers answers = new Answers(new RequestCounts());
    ServletHolder holder = new ServletHolder(new ApiServlet(new Dispatcher(door, routes), answers));
    holder.setAsyncSupported(true);
    ServletContextHandler handler = new ServletContextHandler("/");
    handler.addServlet(holder, "/*");
    server.setHandler(handler);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
    String secret = Files.readString(data.resolve("secrets/setup")).strip();
    client("")
        .post("/api/v1/setup", Map.of("secret", secret, "username", ADMIN, "password", PASSWORD));
  }

  String url() {
    return "http://127.0.0.1:" + connector.getLocalPort();
  }

  /** A client with this token. */
  ApiClient client(String token) {
    return new ApiClient(URI.create(url()), token, Duration.ofSeconds(20));
  }

  /** Makes a token by the API and answers what it says of it. */
  JsonNode token(String name, String role) throws ApiException {
    try (Login login = signIn(ADMIN, PASSWORD)) {
      return login.client().post("/api/v1/tokens", Map.of("name", name, "role", role));
    }
  }

  /** Signs in by the API. */
  Login signIn(String user, String password) throws ApiException {
    return Login.of(client(""), user, password);
  }

  /** How many sessions there are. */
  int sessions() throws IOException {
    return new ObjectMapper()
        .readTree(data.resolve("access/sessions.json").toFile())
        .path("sessions")
        .size();
  }

  @Override
  @SuppressWarnings("try")
  public void close() throws Exception {
    server.stop();
  }
}
