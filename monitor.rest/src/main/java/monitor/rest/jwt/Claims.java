package monitor.rest.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import monitor.rest.http.Role;

/**
 * What a signed token says (RFC 7519), checked.
 *
 * @param subject who sends it
 * @param id names the token, so that it can be revoked
 * @param role of the subject
 * @param expires from when on it is refused
 */
public record Claims(String subject, String id, Role role, Instant expires) {
  private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._@:/-]{0,127}");

  /** What the id of a token may be. */
  public static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /**
   * Reads them.
   *
   * @throws InvalidTokenException if one is missing, has another type, or forbids it
   */
  static Claims read(byte[] payload, JwtSettings settings, Instant now)
      throws InvalidTokenException {
    JsonNode json = Signature.object(payload);
    require(text(json, "iss").equals(settings.issuer()), "it has another issuer");
    require(isFor(json.path("aud"), settings.audience()), "it has another audience");
    Instant expires = time(json, "exp");
    Instant issued = time(json, "iat");
    Instant end = expires.plus(settings.skew());
    require(now.isBefore(end), "it has expired");
    require(!issued.isAfter(now.plus(settings.skew())), "it was issued in the future");
    require(
        Duration.between(issued, expires).compareTo(settings.maxLifetime()) <= 0,
        "it lives longer than jwt.max-lifetime");
    if (json.has("nbf")) {
      require(!time(json, "nbf").isAfter(now.plus(settings.skew())), "it is not valid yet");
    }
    String subject = text(json, "sub");
    require(SUBJECT.matcher(subject).matches(), "its sub is no name");
    String id = text(json, "jti");
    require(ID.matcher(id).matches(), "its jti is no name");
    Role role = Role.of(text(json, "role")).orElse(null);
    if (role == null || !settings.roles().contains(role)) {
      throw new InvalidTokenException("its role is none that jwt.roles allows");
    }
    return new Claims(subject, id, role, end);
  }

  private static boolean isFor(JsonNode audience, String ours) {
    return audience.isArray()
        ? StreamSupport.stream(audience.spliterator(), false).anyMatch(one -> names(one, ours))
        : names(audience, ours);
  }

  private static boolean names(JsonNode audience, String ours) {
    return audience.isTextual() && audience.textValue().equals(ours);
  }

  private static String text(JsonNode json, String name) throws InvalidTokenException {
    require(json.path(name).isTextual(), "it has no %s".formatted(name));
    return json.get(name).textValue();
  }

  private static Instant time(JsonNode json, String name) throws InvalidTokenException {
    JsonNode seconds = json.path(name);
    require(
        seconds.isIntegralNumber() && seconds.canConvertToLong(),
        "its %s is no time".formatted(name));
    long value = seconds.longValue();
    require(value > 0 && value < 1L << 40, "its %s is no time".formatted(name));
    return Instant.ofEpochSecond(value);
  }

  private static void require(boolean right, String reason) throws InvalidTokenException {
    if (!right) {
      throw new InvalidTokenException(reason);
    }
  }
}
