package monitor.rest.access;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import monitor.rest.http.Problem;
import monitor.rest.jwt.Claims;

/**
 * Ids of signed tokens that are refused before they expire. Kept in a file for longer than any
 * token may live. Thread-safe.
 */
final class Revocations {
  /** Longest {@code jwt.max-lifetime}, and some clocks that are off. */
  private static final Duration KEPT = Duration.ofDays(367);

  private static final int MAX = 10_000;

  /**
   * A token that is refused.
   *
   * @param id its {@code jti}
   * @param by who revoked it
   * @param at when
   */
  record Revoked(String id, String by, Instant at) {}

  /** The content of the file. */
  record Content(int format, List<Revoked> revoked) {
    Content {
      revoked = List.copyOf(revoked);
    }
  }

  private final Store<Content> store;
  private final InstantSource clock;

  /** Reads the file, if there is one. */
  Revocations(Path file, InstantSource clock) {
    this.store = new Store<>(file, Content.class, new Content(1, List.of()));
    this.clock = clock;
  }

  /** All, the oldest first. */
  List<Revoked> all() {
    return store.get().revoked();
  }

  /** Whether the token of this id is refused. */
  boolean contain(String id) {
    return all().stream().anyMatch(revoked -> revoked.id().equals(id));
  }

  /**
   * Refuses a token from now on; once more changes nothing.
   *
   * @throws Problem 400 or 409
   */
  void add(String id, String by) throws IOException {
    if (!Claims.ID.matcher(id).matches()) {
      throw Problem.parameter("id", "has to be the jti of a token: letters, digits, '.', '_', '-'");
    }
    Instant now = clock.instant();
    store.change(content -> contain(id) ? content : new Content(1, with(new Revoked(id, by, now))));
  }

  private List<Revoked> with(Revoked added) {
    List<Revoked> more = new ArrayList<>(all());
    more.removeIf(old -> old.at().plus(KEPT).isBefore(added.at()));
    if (more.size() >= MAX) {
      throw Problem.of(409, "too-many-revoked", "%d tokens are revoked.".formatted(MAX))
          .hint("Exchange the key that they are signed with.");
    }
    more.add(added);
    return more;
  }
}
