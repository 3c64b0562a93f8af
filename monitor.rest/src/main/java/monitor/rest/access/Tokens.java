package monitor.rest.access;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import monitor.rest.http.Problem;
import monitor.rest.http.Role;
import org.jspecify.annotations.Nullable;

/** The tokens, kept in a file as hashes. Thread-safe. */
final class Tokens {
  private static final String PREFIX = "mon_";
  private static final int MAX_TOKENS = 10_000;

  /** The content of the file. */
  record Content(int format, List<Token> tokens) {
    Content {
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * A token and its secret, which is known here and now only.
   *
   * @param token what is kept
   * @param secret what the program sends
   */
  record Created(Token token, String secret) {
    @Override
    public String toString() {
      return token.toString();
    }
  }

  private final Store<Content> store;
  private final InstantSource clock;
  private final Map<String, Instant> lastUsed = new ConcurrentHashMap<>();

  /** Reads the file, if there is one. */
  Tokens(Path file, InstantSource clock) {
    this.store = new Store<>(file, Content.class, new Content(1, List.of()));
    this.clock = clock;
  }

  /** All that have not expired, by name. */
  List<Token> all() {
    Instant now = clock.instant();
    return store.get().tokens().stream().filter(token -> token.expires().isAfter(now)).toList();
  }

  /** When it was used last since this process started; null if it was not. */
  @Nullable Instant lastUsed(Token token) {
    return lastUsed.get(token.id());
  }

  /** The token of this secret. */
  Optional<Token> find(String secret) {
    if (!secret.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String hash = Secrets.hash(secret);
    Optional<Token> found = all().stream().filter(token -> token.hash().equals(hash)).findFirst();
    found.ifPresent(token -> lastUsed.put(token.id(), clock.instant()));
    return found;
  }

  /** Whether a token of this id is still valid. */
  boolean valid(String id) {
    return all().stream().anyMatch(token -> token.id().equals(id));
  }

  /**
   * Makes a token.
   *
   * @throws Problem 409 if there are too many
   */
  Created create(String name, Role role, Duration lifetime, String createdBy) throws IOException {
    String secret = PREFIX + Secrets.create();
    Instant now = clock.instant();
    Token token =
        new Token(
            Secrets.id(), name, role, Secrets.hash(secret), now, now.plus(lifetime), createdBy);
    store.change(content -> new Content(content.format(), with(token)));
    return new Created(token, secret);
  }

  private List<Token> with(Token token) {
    List<Token> more = new ArrayList<>(all());
    if (more.size() >= MAX_TOKENS) {
      throw Problem.of(409, "too-many-tokens", "There are %d tokens.".formatted(MAX_TOKENS))
          .hint("Revoke those that nobody uses.");
    }
    more.add(token);
    more.sort(Comparator.comparing(Token::name).thenComparing(Token::created));
    return more;
  }

  /**
   * Revokes a token: it is refused from now on.
   *
   * @throws Problem 404
   */
  void revoke(String id) throws IOException {
    store.change(content -> {
      List<Token> rest = new ArrayList<>(content.tokens());
      if (!rest.removeIf(token -> token.id().equals(id))) {
        throw Problem.missing("token", id);
      }
      return new Content(content.format(), rest);
    });
    lastUsed.remove(id);
  }
}
