package monitor.rest.access;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import monitor.api.config.Values;
import monitor.rest.http.Call;
import monitor.rest.http.Permission;
import monitor.rest.http.Problem;
import monitor.rest.http.Reply;
import monitor.rest.http.Role;
import monitor.rest.http.Route;
import org.jspecify.annotations.Nullable;

/** Routes of users and tokens. */
public final class AccessRoutes {
  private static final Pattern TOKEN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}");
  private static final String DEFAULT_LIFETIME = "90d";
  private static final Duration MAX_LIFETIME = Duration.ofDays(366);

  /** Body of {@code POST users}. */
  record NewUser(@Nullable String username, @Nullable String password, @Nullable String role) {
    @Override
    public String toString() {
      return "new user " + username;
    }
  }

  /** Body of {@code POST users/{name}/password}. */
  record NewPassword(@Nullable String password) {
    @Override
    public String toString() {
      return "new password";
    }
  }

  /** Body of {@code POST tokens}. */
  record NewToken(@Nullable String name, @Nullable String role, @Nullable String expiresIn) {}

  private final Access access;
  private final SignIn signIn;

  /** Over these users and tokens. */
  public AccessRoutes(Access access, SignIn signIn) {
    this.access = access;
    this.signIn = signIn;
  }

  /** The routes. */
  public List<Route> routes() {
    Permission admin = Permission.ADMINISTER;
    return List.of(
        new Route("GET", "/api/v1/users", admin, this::users),
        new Route("POST", "/api/v1/users", admin, this::addUser),
        new Route("DELETE", "/api/v1/users/{name}", admin, this::removeUser),
        new Route("POST", "/api/v1/users/{name}/password", admin, this::setPassword),
        new Route("GET", "/api/v1/tokens", admin, this::tokens),
        new Route("POST", "/api/v1/tokens", admin, this::createToken),
        new Route("DELETE", "/api/v1/tokens/{id}", admin, this::revokeToken),
        new Route("GET", "/api/v1/tokens/revoked", admin, this::revocations),
        new Route("PUT", "/api/v1/tokens/revoked/{id}", admin, this::revoke));
  }

  private Reply users(Call call) {
    call.parameters().finish();
    return Reply.json(
        Map.of("users", access.users().all().stream().map(AccessRoutes::shape).toList()));
  }

  private static Map<String, Object> shape(User user) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("name", user.name());
    shape.put("role", user.role().label());
    shape.put("created", user.created());
    return shape;
  }

  private Reply addUser(Call call) throws IOException, InterruptedException {
    NewUser body = call.json(NewUser.class);
    Role role =
        role(body.role())
            .filter(known -> known != Role.AGENT)
            .orElseThrow(() -> Problem.parameter("role", "has to be viewer, operator or admin"));
    User user = signIn.newUser(body.username(), body.password(), role);
    access.users().add(user, false);
    return Reply.json(201, shape(user));
  }

  private static Optional<Role> role(@Nullable String label) {
    return label == null ? Optional.empty() : Role.of(label);
  }

  private Reply removeUser(Call call) throws IOException {
    access.users().remove(call.path("name"));
    access.sessions().endAll(call.path("name"));
    return Reply.empty();
  }

  private Reply setPassword(Call call) throws IOException, InterruptedException {
    NewPassword body = call.json(NewPassword.class);
    User old = access.users().require(call.path("name"));
    User renewed = signIn.newUser(old.name(), body.password(), old.role());
    access.users().setPassword(old.name(), renewed.passwordHash());
    access.sessions().endAll(old.name());
    return Reply.empty();
  }

  private Reply tokens(Call call) {
    call.parameters().finish();
    return Reply.json(Map.of("tokens", access.tokens().all().stream().map(this::shape).toList()));
  }

  private Map<String, Object> shape(Token token) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("id", token.id());
    shape.put("name", token.name());
    shape.put("role", token.role().label());
    shape.put("created", token.created());
    shape.put("expires", token.expires());
    shape.put("createdBy", token.createdBy());
    shape.put("lastUsed", access.tokens().lastUsed(token));
    return shape;
  }

  private Reply createToken(Call call) throws IOException {
    NewToken body = call.json(NewToken.class);
    List<Problem.Fault> faults = new ArrayList<>();
    String name = Optional.ofNullable(body.name()).orElse("");
    if (!TOKEN_NAME.matcher(name).matches()) {
      faults.add(
          new Problem.Fault(
              "name", "has to be 1 to 64 letters, digits, ' ', '.', '_', '@' or '-'"));
    }
    Optional<Role> role = role(body.role());
    if (role.isEmpty()) {
      faults.add(new Problem.Fault("role", "has to be viewer, operator, admin or agent"));
    }
    Duration lifetime = lifetime(body.expiresIn(), faults);
    if (!faults.isEmpty()) {
      throw Problem.invalid(faults);
    }
    return created(
        access.tokens().create(name, role.orElseThrow(), lifetime, call.identity().name()));
  }

  private static Duration lifetime(@Nullable String text, List<Problem.Fault> faults) {
    try {
      Duration lifetime = Values.duration("expiresIn", text == null ? DEFAULT_LIFETIME : text);
      if (lifetime.isPositive() && lifetime.compareTo(MAX_LIFETIME) <= 0) {
        return lifetime;
      }
      faults.add(new Problem.Fault("expiresIn", "has to be more than 0 s and at most 366d"));
    } catch (IllegalArgumentException e) {
      faults.add(new Problem.Fault("expiresIn", "has to be a duration such as 12h or 30d"));
    }
    return Duration.ZERO;
  }

  private static Reply created(Tokens.Created created) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("id", created.token().id());
    shape.put("name", created.token().name());
    shape.put("role", created.token().role().label());
    shape.put("expires", created.token().expires());
    shape.put("token", created.secret());
    return Reply.json(201, shape);
  }

  private Reply revocations(Call call) {
    call.parameters().finish();
    return Reply.json(Map.of("revoked", access.revocations().all()));
  }

  private Reply revoke(Call call) throws IOException {
    call.parameters().finish();
    access.revocations().add(call.path("id"), call.identity().name());
    return Reply.empty();
  }

  private Reply revokeToken(Call call) throws IOException {
    access.tokens().revoke(call.path("id"));
    return Reply.empty();
  }
}
