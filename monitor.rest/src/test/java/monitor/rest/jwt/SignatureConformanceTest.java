package monitor.rest.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The public vectors of Wycheproof: what they call invalid is never accepted. Two that they call
 * invalid are, letter by letter, others that they call valid; those cannot be told apart.
 */
class SignatureConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void acceptsNoSignatureThatIsNotValid() throws Exception {
    Verdicts verdicts = new Verdicts();
    for (String file : List.of("json_web_signature_test.json", "json_web_key_test.json")) {
      for (JsonNode group : JSON.readTree(corpus(file).toFile()).get("testGroups")) {
        judge(group, verdicts);
      }
    }
    assertThat(verdicts.wrong).isEmpty();
    System.out.printf("JWS: %d accepted, %d refused%n", verdicts.accepted, verdicts.refused);
    assertThat(verdicts.accepted).isGreaterThan(30);
    assertThat(verdicts.refused).isGreaterThan(200);
  }

  private static final class Verdicts {
    final List<String> wrong = new ArrayList<>();
    int accepted;
    int refused;
  }

  private static Path corpus(String file) {
    String corpora = System.getenv("MONITOR_CORPORA");
    assumeTrue(corpora != null, "not run: corpora absent");
    return Path.of(corpora, "jose", file);
  }

  private static void judge(JsonNode group, Verdicts verdicts) {
    JsonNode key = group.has("public") ? group.get("public") : group.get("private");
    Set<String> valid = new HashSet<>();
    for (JsonNode test : group.get("tests")) {
      if (test.get("result").asText().equals("valid")) {
        valid.add(test.get("jws").asText());
      }
    }
    for (JsonNode test : group.get("tests")) {
      boolean accepted = accepts(key, test.get("jws").asText());
      if (accepted && !valid.contains(test.get("jws").asText())) {
        verdicts.wrong.add(group.get("comment") + ": " + test);
      }
      verdicts.accepted += accepted ? 1 : 0;
      verdicts.refused += accepted ? 0 : 1;
    }
  }

  private static boolean accepts(JsonNode key, String token) {
    try {
      byte[] payload = Signature.payload(token, keys(key));
      return payload.length > 0;
    } catch (InvalidTokenException | IllegalArgumentException e) {
      return false;
    }
  }

  private static List<Key> keys(JsonNode key) {
    if (key.path("kty").asText().equals("oct")) {
      return shared(key);
    }
    String set = key.has("keys") ? key.toString() : "{\"keys\":[" + key + "]}";
    return KeyFile.parse(set);
  }

  private static List<Key> shared(JsonNode key) {
    byte[] secret = Base64.getUrlDecoder().decode(key.get("k").asText());
    try {
      return List.of(new Key(key.get("kid").asText(), JWSAlgorithm.HS256, new MACVerifier(secret)));
    } catch (JOSEException e) {
      throw new IllegalArgumentException(new String(secret, StandardCharsets.ISO_8859_1), e);
    }
  }
}
