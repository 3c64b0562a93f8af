package monitor.rest.jwt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import monitor.api.config.Values;
import monitor.rest.http.Role;

/**
 * Which signed tokens are let in.
 *
 * @param secret shared with their issuer, for HS256; empty for none
 * @param keys file with public keys of issuers, a JSON Web Key Set (RFC 7517); empty for none
 * @param issuer that {@code iss} has to name
 * @param audience that {@code aud} has to name
 * @param skew how far the clocks of issuers may be off
 * @param maxLifetime longest time between {@code iat} and {@code exp}
 * @param roles that {@code role} may name
 */
public record JwtSettings(
    String secret,
    Optional<Path> keys,
    String issuer,
    String audience,
    Duration skew,
    Duration maxLifetime,
    Set<Role> roles) {
  /** None at all. */
  public static final JwtSettings NONE =
      new JwtSettings(
          "", Optional.empty(), "monitor", "monitor", Duration.ZERO, Duration.ZERO, Set.of());

  /** Copies the roles. */
  public JwtSettings {
    roles = Set.copyOf(roles);
  }

  /**
   * The settings as they are configured.
   *
   * @throws IllegalArgumentException naming every key that is wrong
   */
  public static JwtSettings of(
      String secret,
      String keys,
      String issuer,
      String audience,
      String skew,
      String maxLifetime,
      String[] roles) {
    List<String> problems = new ArrayList<>();
    Set<Role> known = EnumSet.noneOf(Role.class);
    for (String label : roles) {
      Role.of(label)
          .ifPresentOrElse(
              known::add, () -> problems.add("jwt.roles: '%s' is no role".formatted(label)));
    }
    if (issuer.isBlank() || audience.isBlank()) {
      problems.add("jwt.issuer and jwt.audience: are needed");
    }
    JwtSettings settings =
        new JwtSettings(
            secret,
            keys.isBlank() ? Optional.empty() : Optional.of(Path.of(keys)),
            issuer,
            audience,
            duration("jwt.clock-skew", skew, problems),
            duration("jwt.max-lifetime", maxLifetime, problems),
            known);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return settings;
  }

  private static Duration duration(String key, String text, List<String> problems) {
    try {
      return Values.duration(key, text);
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Duration.ZERO;
    }
  }

  /** Whether any signed token can be right. */
  boolean any() {
    return !secret.isEmpty() || keys.isPresent();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "tokens of %s for %s".formatted(issuer, audience);
  }
}
