package monitor.rest.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import monitor.api.identity.AgentTokens;
import monitor.rest.http.Authenticator;
import monitor.rest.http.Identity;
import monitor.rest.jwt.Claims;
import monitor.rest.jwt.JwtSettings;
import monitor.rest.jwt.SignedTokens;

/** Users, tokens and sessions of one data folder. Thread-safe. */
public final class Access implements Authenticator {
  /** Name of the session's cookie. */
  static final String COOKIE = "monitor_session";

  private static final String BEARER = "Bearer ";
  private static final String SESSION_KEY = "session ";
  private static final String TOKEN_KEY = "token ";
  private static final String JWT_KEY = "jwt ";

  private final Users users;
  private final Tokens tokens;
  private final Sessions sessions;
  private final SetupSecret setup;
  private final SignedTokens signed;
  private final Revocations revocations;
  private final InstantSource clock;

  /**
   * Reads {@code access/} in the data folder; while there is no administrator it offers the set-up
   * secret.
   *
   * @throws IOException if the secret cannot be written
   * @throws IllegalStateException if a file cannot be read
   * @throws IllegalArgumentException if a key for signed tokens cannot be used
   */
  public Access(Path data, InstantSource clock, JwtSettings jwt) throws IOException {
    Path folder = data.resolve("access");
    this.clock = clock;
    signed = new SignedTokens(jwt, clock);
    revocations = new Revocations(folder.resolve("revoked.json"), clock);
    users = new Users(folder.resolve("users.json"));
    tokens = new Tokens(folder.resolve("tokens.json"), clock);
    sessions = new Sessions(folder.resolve("sessions.json"), clock);
    setup = new SetupSecret(data.resolve("secrets").resolve("setup"));
    if (users.administered()) {
      setup.withdraw();
    } else {
      setup.offer();
    }
  }

  /** The users. */
  Users users() {
    return users;
  }

  /** The tokens. */
  Tokens tokens() {
    return tokens;
  }

  /** The sessions. */
  Sessions sessions() {
    return sessions;
  }

  /** The signed tokens that are refused. */
  Revocations revocations() {
    return revocations;
  }

  /** The signed tokens of agents; empty where no key for signed tokens is configured. */
  public Optional<AgentTokens> agentTokens() {
    return signed.any()
        ? Optional.of(new SignedAgents(signed, revocations, clock))
        : Optional.empty();
  }

  /** The secret of the set-up link. */
  SetupSecret setup() {
    return setup;
  }

  @Override
  public Optional<Identity> authenticate(HttpServletRequest request) {
    List<String> headers = Collections.list(request.getHeaders("Authorization"));
    if (headers.size() == 1) {
      return bearer(headers.getFirst());
    }
    return headers.isEmpty() ? cookie(request) : Optional.empty();
  }

  private Optional<Identity> bearer(String header) {
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.empty();
    }
    String secret = header.substring(BEARER.length()).strip();
    return secret.indexOf('.') < 0
        ? tokens.find(secret).map(Access::of)
        : signed.claims(secret).filter(it -> !revocations.contain(it.id())).map(Access::of);
  }

  private static Identity of(Token token) {
    return new Identity(token.name(), token.role(), TOKEN_KEY + token.id(), token.expires(), null);
  }

  private static Identity of(Claims claims) {
    String key = JWT_KEY + claims.id();
    String account = JWT_KEY + "of " + claims.subject();
    return new Identity(claims.subject(), claims.role(), key, account, claims.expires(), null);
  }

  private Optional<Identity> cookie(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return Optional.empty();
    }
    return Arrays.stream(cookies)
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .flatMap(cookie -> sessions.find(cookie.getValue()).flatMap(s -> of(s, cookie)).stream())
        .findFirst();
  }

  private Optional<Identity> of(Session session, Cookie cookie) {
    return identity(session, cookie.getValue());
  }

  /** The identity of a session, if its user is still there. */
  Optional<Identity> identity(Session session, String secret) {
    return users
        .find(session.user())
        .map(user ->
            new Identity(
                user.name(),
                user.role(),
                SESSION_KEY + session.hash(),
                session.expires(),
                Secrets.hash("csrf " + secret)));
  }

  @Override
  public boolean valid(Identity identity) {
    String key = identity.key();
    if (key.startsWith(TOKEN_KEY)) {
      return tokens.valid(key.substring(TOKEN_KEY.length()));
    }
    if (key.startsWith(JWT_KEY)) {
      return clock.instant().isBefore(identity.expires())
          && !revocations.contain(key.substring(JWT_KEY.length()));
    }
    return sessions
        .byHash(key.substring(SESSION_KEY.length()))
        .flatMap(session -> users.find(session.user()))
        .filter(user -> user.role() == identity.role())
        .isPresent();
  }

  /** Ends the session of an identity; nothing happens to a token. */
  void end(Identity identity) throws IOException {
    if (identity.key().startsWith(SESSION_KEY)) {
      sessions.end(identity.key().substring(SESSION_KEY.length()));
    }
  }
}
