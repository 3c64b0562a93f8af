package monitor.rest.access;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import monitor.rest.http.Call;
import monitor.rest.http.Identity;
import monitor.rest.http.Permission;
import monitor.rest.http.Problem;
import monitor.rest.http.Reply;
import monitor.rest.http.Request;
import monitor.rest.http.Role;
import monitor.rest.http.Route;
import org.jspecify.annotations.Nullable;

/** Routes of signing in and out, and of the set-up. */
public final class SignIn {
  /** How users are named. */
  static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  private static final String SETUP = "set-up";

  /** Body of {@code POST setup}. */
  record SetupRequest(
      @Nullable String secret, @Nullable String username, @Nullable String password) {
    @Override
    public String toString() {
      return "set-up of " + username;
    }
  }

  /** Body of {@code POST login}. */
  record LoginRequest(@Nullable String username, @Nullable String password) {
    @Override
    public String toString() {
      return "login of " + username;
    }
  }

  private final Access access;
  private final Passwords passwords;
  private final InstantSource clock;
  private final Throttle perClient;
  private final Throttle perUser;

  /** Over these users. */
  public SignIn(Access access, Passwords passwords, InstantSource clock) {
    this.access = access;
    this.passwords = passwords;
    this.clock = clock;
    perClient = new Throttle(clock, 5, Duration.ofMinutes(5));
    perUser = new Throttle(clock, 50, Duration.ofSeconds(30));
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/v1/setup", Permission.PUBLIC, this::setupNeeded),
        new Route("POST", "/api/v1/setup", Permission.PUBLIC, this::setUp),
        new Route("POST", "/api/v1/login", Permission.PUBLIC, this::login),
        new Route("POST", "/api/v1/logout", Permission.SIGNED_IN, this::logout),
        new Route("GET", "/api/v1/session", Permission.SIGNED_IN, this::session));
  }

  private Reply setupNeeded(Call call) {
    return Reply.json(Map.of("needed", !access.users().administered()));
  }

  private Reply setUp(Call call) throws IOException, InterruptedException {
    SetupRequest body = call.json(SetupRequest.class);
    String client = SETUP + " " + call.request().sender();
    perClient.check(client);
    if (access.users().administered()) {
      throw Problem.of(409, "already-set-up", "There is an administrator already.")
          .hint("Sign in, or ask an administrator for an account.");
    }
    if (!access.setup().matches(Optional.ofNullable(body.secret()).orElse(""))) {
      perClient.failed(client);
      throw Problem.of(403, "wrong-secret", "This is not the secret of the set-up link.")
          .hint("The platform printed the link; the secret is in <data>/secrets/setup.");
    }
    User user = newUser(body.username(), body.password(), Role.ADMIN);
    access.users().add(user, true);
    access.setup().withdraw();
    return signedIn(201, user, call.request());
  }

  /** A user whose name and password were checked; not yet added. */
  User newUser(@Nullable String name, @Nullable String password, Role role)
      throws InterruptedException {
    List<Problem.Fault> faults = new ArrayList<>();
    String username = name == null ? "" : name;
    if (!USERNAME.matcher(username).matches()) {
      faults.add(
          new Problem.Fault("username", "has to be 1 to 64 letters, digits, '.', '_', '@' or '-'"));
    }
    String secret = password == null ? "" : password;
    faults.addAll(Passwords.faults(secret, username));
    if (!faults.isEmpty()) {
      throw Problem.invalid(faults);
    }
    return new User(username, role, passwords.hash(secret), clock.instant());
  }

  private Reply login(Call call) throws IOException, InterruptedException {
    LoginRequest body = call.json(LoginRequest.class);
    String name = Optional.ofNullable(body.username()).orElse("").toLowerCase(Locale.ROOT);
    String client = call.request().sender() + " " + name;
    perClient.check(client);
    perUser.check(name);
    Optional<User> user = verified(name, Optional.ofNullable(body.password()).orElse(""));
    if (user.isEmpty()) {
      perClient.failed(client);
      perUser.failed(name);
      throw Problem.of(401, "wrong-credentials", "User name or password is wrong.");
    }
    perClient.succeeded(client);
    perUser.succeeded(name);
    endPrevious(call);
    return signedIn(200, user.get(), call.request());
  }

  private Optional<User> verified(String name, String password) throws InterruptedException {
    Optional<User> user = access.users().find(name);
    if (user.isEmpty()) {
      passwords.pretend(password);
      return Optional.empty();
    }
    return passwords.verify(password, user.get().passwordHash()) ? user : Optional.empty();
  }

  private void endPrevious(Call call) throws IOException {
    if (call.caller() != null) {
      access.end(call.caller());
    }
  }

  private Reply signedIn(int status, User user, Request request) throws IOException {
    String secret = Secrets.create();
    Session session = access.sessions().begin(user.name(), secret);
    Identity identity = access.identity(session, secret).orElseThrow();
    return Reply.json(status, describe(identity))
        .header("Set-Cookie", cookie(secret, Sessions.LIFETIME.toSeconds(), request));
  }

  private static String cookie(String value, long maxAgeSeconds, Request request) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(Access.COOKIE, value, maxAgeSeconds, request.secure() ? "; Secure" : "");
  }

  private Reply logout(Call call) throws IOException {
    access.end(call.identity());
    return Reply.empty().header("Set-Cookie", cookie("", 0, call.request()));
  }

  private Reply session(Call call) {
    return Reply.json(describe(call.identity()));
  }

  private static Map<String, Object> describe(Identity identity) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("user", Map.of("name", identity.name(), "role", identity.role().label()));
    members.put("kind", identity.browser() ? "session" : "token");
    if (identity.csrf() != null) {
      members.put("csrf", identity.csrf());
    }
    members.put("expires", identity.expires());
    return members;
  }
}
