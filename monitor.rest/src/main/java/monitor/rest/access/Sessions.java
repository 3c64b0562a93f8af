package monitor.rest.access;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The sessions of browsers, kept in a file as hashes, so that a restart of the platform signs
 * nobody out. Thread-safe.
 */
final class Sessions {
  /** How long a session lasts. */
  static final Duration LIFETIME = Duration.ofDays(7);

  private static final int MAX_PER_USER = 50;

  /** The content of the file. */
  record Content(int format, List<Session> sessions) {
    Content {
      sessions = List.copyOf(sessions);
    }
  }

  private final Store<Content> store;
  private final InstantSource clock;

  /** Reads the file, if there is one. */
  Sessions(Path file, InstantSource clock) {
    this.store = new Store<>(file, Content.class, new Content(1, List.of()));
    this.clock = clock;
  }

  /** The session of this cookie. */
  Optional<Session> find(String secret) {
    return byHash(Secrets.hash(secret));
  }

  /** Whether a session is still valid. */
  Optional<Session> byHash(String hash) {
    Instant now = clock.instant();
    return store.get().sessions().stream()
        .filter(session -> session.hash().equals(hash) && session.expires().isAfter(now))
        .findFirst();
  }

  /**
   * Begins a session of a user; the oldest of too many ends.
   *
   * @param secret the cookie's value
   */
  Session begin(String user, String secret) throws IOException {
    Instant now = clock.instant();
    Session session = new Session(Secrets.hash(secret), user, now, now.plus(LIFETIME));
    store.change(content -> with(content, session));
    return session;
  }

  private Content with(Content content, Session session) {
    List<Session> kept = new ArrayList<>(content.sessions());
    kept.removeIf(old -> !old.expires().isAfter(session.created()));
    long own = kept.stream().filter(old -> old.user().equals(session.user())).count();
    if (own >= MAX_PER_USER) {
      kept.stream()
          .filter(old -> old.user().equals(session.user()))
          .findFirst()
          .ifPresent(kept::remove);
    }
    kept.add(session);
    return new Content(content.format(), kept);
  }

  /** Ends the session of this hash. */
  void end(String hash) throws IOException {
    remove(session -> session.hash().equals(hash));
  }

  /** Ends every session of a user. */
  void endAll(String user) throws IOException {
    remove(session -> session.user().equalsIgnoreCase(user));
  }

  private void remove(Predicate<Session> which) throws IOException {
    store.change(content -> {
      List<Session> rest = new ArrayList<>(content.sessions());
      rest.removeIf(which);
      return new Content(content.format(), rest);
    });
  }
}
