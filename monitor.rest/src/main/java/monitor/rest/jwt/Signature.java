package monitor.rest.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import java.io.IOException;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import monitor.rest.http.Json;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the compact form of JWS (RFC 7515), and no other, with keys that are known beforehand:
 * nothing that a token says adds a key or chooses an algorithm.
 */
final class Signature {
  private static final int MAX_CHARACTERS = 4096;
  private static final Pattern COMPACT =
      Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");

  /** All that a header may have. */
  private static final Set<String> HEADER = Set.of("alg", "kid", "typ");

  private static final Set<String> TYPES = Set.of("jwt", "at+jwt");

  private Signature() {}

  /**
   * What was signed.
   *
   * @throws InvalidTokenException if nothing was, by these keys
   */
  static byte[] payload(String token, List<Key> keys) throws InvalidTokenException {
    if (token.length() > MAX_CHARACTERS) {
      throw new InvalidTokenException("it is longer than %d characters".formatted(MAX_CHARACTERS));
    }
    var parts = COMPACT.matcher(token);
    if (!parts.matches()) {
      throw new InvalidTokenException("it is not a signed token in the compact form");
    }
    JsonNode header = header(decoded(parts.group(1)));
    byte[] payload = decoded(parts.group(2));
    byte[] _ = decoded(parts.group(3));
    Key key = key(text(header, "kid"), text(header, "alg"), keys);
    try {
      if (!JWSObject.parse(token).verify(key.verifier())) {
        throw new InvalidTokenException("its signature is wrong");
      }
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw new InvalidTokenException("its signature cannot be verified: " + e.getMessage());
    }
    return payload;
  }

  /** Only the one way to write these bytes, so that no token has a second form. */
  private static byte[] decoded(String part) throws InvalidTokenException {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new InvalidTokenException("a part of it is not base64url");
  }

  private static JsonNode header(byte[] json) throws InvalidTokenException {
    JsonNode header = object(json);
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (!HEADER.contains(field.getKey()) || !field.getValue().isTextual()) {
        throw new InvalidTokenException("its header has more than alg, kid and typ");
      }
    }
    String type = text(header, "typ");
    if (type != null && !TYPES.contains(type.toLowerCase(java.util.Locale.ROOT))) {
      throw new InvalidTokenException("its type is not JWT");
    }
    return header;
  }

  /** An object of JSON without anything twice. */
  static JsonNode object(byte[] json) throws InvalidTokenException {
    try {
      JsonNode node = Json.tree(json);
      if (node.isObject()) {
        return node;
      }
    } catch (IOException e) {
      // Said below.
    }
    throw new InvalidTokenException("a part of it is no JSON object");
  }

  private static @Nullable String text(JsonNode header, String name) {
    return header.has(name) ? header.get(name).textValue() : null;
  }

  private static Key key(@Nullable String id, @Nullable String algorithm, List<Key> keys)
      throws InvalidTokenException {
    return keys.stream()
        .filter(key -> key.is(id, algorithm))
        .findFirst()
        .orElseThrow(() -> new InvalidTokenException("there is no key of that name and algorithm"));
  }
}
