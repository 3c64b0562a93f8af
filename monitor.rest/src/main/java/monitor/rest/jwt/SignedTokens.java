package monitor.rest.jwt;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets signed tokens in that the settings allow, and no other. Thread-safe. */
public final class SignedTokens {
  private static final Logger LOG = LoggerFactory.getLogger(SignedTokens.class);

  private final JwtSettings settings;
  private final InstantSource clock;
  private final @Nullable Key shared;
  private final @Nullable KeyFile published;

  /**
   * With these settings.
   *
   * @throws IllegalArgumentException if a key cannot be used
   */
  public SignedTokens(JwtSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    shared = settings.secret().isEmpty() ? null : Key.shared(null, settings.secret());
    published = settings.keys().map(file -> new KeyFile(file, clock)).orElse(null);
  }

  /** Whether any signed token can be right. */
  public boolean any() {
    return settings.any();
  }

  /** What a token says; empty if it is not let in. */
  public Optional<Claims> claims(String token) {
    if (!any()) {
      return Optional.empty();
    }
    try {
      byte[] payload = Signature.payload(token, keys());
      return Optional.of(Claims.read(payload, settings, clock.instant()));
    } catch (InvalidTokenException e) {
      LOG.debug("A signed token is refused: {}.", e.getMessage());
      return Optional.empty();
    }
  }

  private List<Key> keys() {
    List<Key> keys = new ArrayList<>(published == null ? List.of() : published.keys());
    if (shared != null) {
      keys.add(shared);
    }
    return keys;
  }
}
