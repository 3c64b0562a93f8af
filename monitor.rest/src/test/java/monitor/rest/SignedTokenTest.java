package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import monitor.api.identity.AgentToken;
import monitor.api.identity.AgentTokens;
import monitor.rest.http.Limits;
import monitor.rest.jwt.JwtSettings;
import monitor.rest.jwt.SignedTokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed tokens (JWT) as bearers: those of GUARANTEES that are let in, and all that are not. */
class SignedTokenTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final int LIMIT = 100_000;
  private static RSAKey rsa;
  private static ECKey ec;
  private static RSAKey pss;

  @TempDir private Path data;
  private Path keys;
  private TestServer server;
  private TestServer.Browser admin;

  @BeforeAll
  static void generate() throws JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("rsa").algorithm(JWSAlgorithm.RS256).generate();
    pss = new RSAKeyGenerator(2048).keyID("pss").algorithm(JWSAlgorithm.PS256).generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec").algorithm(JWSAlgorithm.ES256).generate();
  }

  @BeforeEach
  void start() throws Exception {
    keys = data.resolve("keys.json");
    publish(rsa, pss, ec);
    open(new Limits(LIMIT, LIMIT, LIMIT));
    admin = server.setUp();
  }

  private void open(Limits limits) throws Exception {
    server = new TestServer(data, limits, settings(SECRET, keys.toString()));
  }

  private static JwtSettings settings(String secret, String keys) {
    return JwtSettings.of(
        secret,
        keys,
        "issuer",
        "monitor",
        "30s",
        "24h",
        new String[] {"viewer", "operator", "agent"});
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void publish(JWK... published) throws Exception {
    Files.writeString(keys, new JWKSet(List.of(published)).toString());
  }

  /** Claims of a good token, in which a test replaces what it is about. */
  private static String claims() {
    long now = Fixtures.NOON.getEpochSecond();
    return ("{\"iss\":\"issuer\",\"aud\":\"monitor\",\"sub\":\"ann\",\"jti\":\"t-1\","
            + "\"role\":\"viewer\",\"iat\":%d,\"exp\":%d}")
        .formatted(now, now + 60);
  }

  private static long noon(long plusSeconds) {
    return Fixtures.NOON.getEpochSecond() + plusSeconds;
  }

  private static String with(String name, Object value) {
    String field = "\"" + name + "\":";
    return claims()
        .replaceFirst(field + "(\"[^\"]*\"|\\d+)", Matcher.quoteReplacement(field + value));
  }

  private static String without(String name) {
    return claims().replaceFirst("\"" + name + "\":(\"[^\"]*\"|\\d+),?", "").replace(",}", "}");
  }

  private static String sign(JWSHeader header, JWSSigner signer, String claims) throws Exception {
    JWSObject token = new JWSObject(header, new Payload(claims));
    token.sign(signer);
    return token.serialize();
  }

  private static String shared(String claims) throws Exception {
    return sign(new JWSHeader(JWSAlgorithm.HS256), new MACSigner(SECRET), claims);
  }

  /** Signed with the secret, whatever its header says. */
  private static String shared(String header, String claims) throws Exception {
    String signed = encode(header) + "." + encode(claims);
    var mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(new javax.crypto.spec.SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "x"));
    return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String published(JWK key, JWSSigner signer, @Nullable String id) throws Exception {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.parse(key.getAlgorithm().getName())).keyID(id).build();
    return sign(header, signer, claims());
  }

  private TestServer.Answer send(String token) throws Exception {
    return server.get("/api/v1/status", "Authorization", "Bearer " + token);
  }

  private void accepted(String token) throws Exception {
    assertThat(send(token).status()).isEqualTo(200);
  }

  private void refused(String... tokens) throws Exception {
    for (String token : tokens) {
      TestServer.Answer answer = send(token);
      assertThat(answer.status()).as(token).isEqualTo(401);
      assertThat(answer.code()).isEqualTo("invalid-token");
      assertThat(answer.json().get("detail").asText())
          .isEqualTo("The token is not valid, or no longer.");
    }
  }

  @Test
  void letsTokensOfKnownKeysIn() throws Exception {
    accepted(shared(claims()));
    accepted(shared("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", with("aud", "[\"x\",\"monitor\"]")));
    accepted(published(rsa, new RSASSASigner(rsa), "rsa"));
    accepted(published(pss, new RSASSASigner(pss), "pss"));
    accepted(published(ec, new ECDSASigner(ec), "ec"));
    String[] agent = {"Authorization", "Bearer " + shared(with("role", "\"agent\""))};
    assertThat(server.post("/api/v1/metrics", "{\"a\":1}", agent).status()).isEqualTo(202);
    assertThat(server.get("/api/v1/status", agent).status()).isEqualTo(403);
  }

  @Test
  void refusesTokensThatNobodySigned() throws Exception {
    for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
      String header = "{\"alg\":\"%s\"}".formatted(none);
      String unsigned = encode(header) + "." + encode(claims()) + ".";
      refused(unsigned, unsigned + "AA", shared(header, claims()));
    }
    refused(shared("{}", claims()), encode("{\"alg\":\"HS256\"}") + "." + encode(claims()));
    String header = encode("{\"alg\":\"ES256\",\"kid\":\"ec\"}");
    refused(header + "." + encode(claims()) + "." + encode(new byte[64]));
    refused(header + "." + encode(claims()) + "." + encode(new byte[0]));
    String json =
        "{\"payload\":\"%s\",\"signatures\":[{\"protected\":\"%s\",\"signature\":\"%s\"}]}";
    String[] parts = shared(claims()).split("\\.");
    refused(json.formatted(parts[1], parts[0], parts[2]));
  }

  @Test
  void refusesAnotherAlgorithmThanThatOfTheKey() throws Exception {
    byte[] pem = rsa.toRSAPublicKey().getEncoded();
    for (String id : List.of("rsa", "ec", "pss")) {
      JWSHeader confused = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(id).build();
      refused(sign(confused, new MACSigner(pem), claims()));
      refused(sign(confused, new MACSigner(SECRET), claims()));
    }
    JWSHeader other = new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("rsa").build();
    refused(sign(other, new RSASSASigner(rsa), claims()));
    String longer = SECRET + SECRET;
    refused(sign(new JWSHeader(JWSAlgorithm.HS512), new MACSigner(longer), claims()));
    refused(published(rsa, new RSASSASigner(pss), "rsa"));
  }

  @Test
  void takesNoKeyFromAToken() throws Exception {
    ECKey own = new ECKeyGenerator(Curve.P_256).keyID("own").generate();
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256);
    refused(
        sign(header.jwk(own.toPublicJWK()).keyID("ec").build(), new ECDSASigner(own), claims()));
    for (String field :
        List.of(
            "\"jku\":\"http://127.0.0.1:1/keys\"",
            "\"x5u\":\"http://127.0.0.1:1/keys\"",
            "\"x5c\":[\"AA==\"]",
            "\"crit\":[\"exp\"]",
            "\"b64\":false",
            "\"zip\":\"DEF\"",
            "\"cty\":\"JWT\"",
            "\"alg\":\"none\"",
            "\"typ\":\"secevent+jwt\"",
            "\"typ\":1",
            "\"kid\":\"../../../../dev/null\"",
            "\"kid\":\"' OR '1'='1\"",
            "\"kid\":\"\"",
            "\"kid\":null",
            "\"kid\":[\"ec\"]")) {
      refused(shared("{\"alg\":\"HS256\",%s}".formatted(field), claims()));
    }
    refused(published(ec, new ECDSASigner(ec), null), published(ec, new ECDSASigner(ec), "rsa"));
  }

  @Test
  void refusesWhatIsNotForNowAndForHere() throws Exception {
    refused(
        shared(with("exp", noon(-31))),
        shared(with("exp", "\"" + noon(60) + "\"")),
        shared(with("exp", "1e99")),
        shared(with("exp", Long.MAX_VALUE)),
        shared(with("exp", noon(86_401))),
        shared(with("exp", -1)),
        shared(with("iat", noon(31))),
        shared(with("iss", "\"other\"")),
        shared(with("iss", "[\"issuer\"]")),
        shared(with("aud", "\"other\"")),
        shared(with("aud", "[]")),
        shared(with("aud", "{\"monitor\":1}")),
        shared(with("role", "\"admin\"")),
        shared(with("role", "\"VIEWER\"")),
        shared(with("sub", "\"\"")),
        shared(with("sub", "\"a\\nb\"")),
        shared(with("jti", "1")),
        shared(claims().replace("}", ",\"nbf\":%d}".formatted(noon(31)))),
        shared(claims().replace("}", ",\"exp\":%d}".formatted(noon(60)))),
        shared("[" + claims() + "]"),
        shared("not JSON"),
        shared(claims() + claims()));
    for (String name : List.of("iss", "aud", "sub", "jti", "role", "iat", "exp")) {
      refused(shared(without(name)));
    }
    accepted(shared(with("exp", noon(-29)).replace("}", ",\"nbf\":%d}".formatted(noon(29)))));
    accepted(shared(with("iat", noon(29))));
  }

  @Test
  void refusesATokenThatIsTooLongOrWrittenOtherwise() throws Exception {
    String good = shared(claims());
    String padding = ",\"x\":\"" + "x".repeat(4096) + "\"}";
    refused(shared(claims().replace("}", padding)), good + "=", good + ".", "." + good, good + "+");
    // The last of 43 characters has two bits that say nothing.
    char last = good.charAt(good.length() - 1);
    refused(good.substring(0, good.length() - 1) + (char) (last + 1));
    assertThat(
            server.get("/api/v1/status", "Authorization", "Bearer " + "a.".repeat(20_000)).status())
        .isIn(401, 431);
    String[] header = {"Authorization", "Bearer " + good, "Authorization", "Bearer " + good};
    assertThat(server.get("/api/v1/status", header).status()).isEqualTo(401);
  }

  @Test
  void refusesEveryTokenThatWasChanged() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    List<String> good = List.of(shared(claims()), published(ec, new ECDSASigner(ec), "ec"));
    for (int round = 0; round < 500; round++) {
      StringBuilder changed = new StringBuilder(good.get(random.nextInt(2)));
      int at = random.nextInt(changed.length());
      char old = changed.charAt(at);
      char now = "abcXYZ019-_.".charAt(random.nextInt(12));
      if (old != now) {
        changed.setCharAt(at, now);
        assertThat(send(changed.toString()).status())
            .as("round %d of -Dtests.seed=%d", round, seed)
            .isEqualTo(401);
      }
    }
  }

  @Test
  void refusesARevokedTokenAlsoAfterARestart() throws Exception {
    String token = shared(claims());
    accepted(token);
    assertThat(put("/api/v1/tokens/revoked/t-1").status()).isEqualTo(204);
    assertThat(put("/api/v1/tokens/revoked/t-1").status()).isEqualTo(204);
    assertThat(put("/api/v1/tokens/revoked/a%20b").status()).isEqualTo(400);
    refused(token);
    accepted(shared(with("jti", "\"t-2\"")));
    server.close();
    open(new Limits(LIMIT, LIMIT, LIMIT));
    refused(token);
    TestServer.Answer list = server.get("/api/v1/tokens/revoked", admin.headers());
    assertThat(list.json().at("/revoked/0/by").asText()).isEqualTo("root");
    assertThat(list.json().get("revoked")).hasSize(1);
  }

  private TestServer.Answer put(String path) throws Exception {
    return server.send(server.request("PUT", path, admin.headers()).build());
  }

  @Test
  void endsAStreamWithTheTokenThatOpenedIt() throws Exception {
    HttpResponse<InputStream> expiring = stream(shared(claims()));
    server.now.set(Fixtures.NOON.plusSeconds(91));
    assertThat(new String(expiring.body().readAllBytes(), StandardCharsets.UTF_8)).isNotNull();
    server.now.set(Fixtures.NOON);
    HttpResponse<InputStream> revoked = stream(shared(claims()));
    put("/api/v1/tokens/revoked/t-1");
    assertThat(new String(revoked.body().readAllBytes(), StandardCharsets.UTF_8)).isNotNull();
  }

  private HttpResponse<InputStream> stream(String token) throws Exception {
    String[] bearer = {"Authorization", "Bearer " + token};
    HttpResponse<InputStream> answer =
        server.client.send(
            server.request("GET", "/api/v1/stream?topics=pipeline", bearer).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer;
  }

  @Test
  void countsTheRequestsOfASubjectWhateverTokenItSends() throws Exception {
    server.close();
    open(new Limits(3, LIMIT, LIMIT));
    accepted(shared(claims()));
    accepted(shared(with("jti", "\"t-2\"")));
    accepted(shared(with("jti", "\"t-3\"")));
    assertThat(send(shared(with("jti", "\"t-4\""))).status()).isEqualTo(429);
    accepted(shared(with("sub", "\"bob\"")));
  }

  @Test
  void takesTheKeysOfAFileThatIsReplaced() throws Exception {
    String old = published(ec, new ECDSASigner(ec), "ec");
    accepted(old);
    ECKey next = new ECKeyGenerator(Curve.P_384).keyID("next").generate();
    publish(new ECKey.Builder(next).algorithm(JWSAlgorithm.ES384).build().toPublicJWK());
    later(2);
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("next").build();
    accepted(sign(header, new ECDSASigner(next), claims()));
    refused(old);
    Files.writeString(keys, "{\"keys\":[");
    later(4);
    accepted(sign(header, new ECDSASigner(next), claims()));
  }

  /** Files of test file systems may have times of a second. */
  private void later(int seconds) throws Exception {
    Instant modified = Fixtures.NOON.plus(Duration.ofSeconds(seconds));
    Files.setLastModifiedTime(keys, FileTime.from(modified));
    server.now.set(modified);
  }

  @Test
  void doesNotStartWithKeysThatItCannotUse() throws Exception {
    RSAKey weak = new RSAKeyGenerator(1024, true).keyID("w").generate();
    RSAKey weakPublic =
        new RSAKey.Builder(weak.toPublicJWK()).algorithm(JWSAlgorithm.RS256).build();
    publish(weakPublic);
    assertThatThrownBy(() -> tokens(SECRET)).hasMessageContaining("2,048 bits");
    Files.writeString(keys, new JWKSet(ec).toString(false));
    assertThatThrownBy(() -> tokens(SECRET)).hasMessageContaining("private key");
    publish(ec.toPublicJWK(), ec.toPublicJWK());
    assertThatThrownBy(() -> tokens(SECRET)).hasMessageContaining("kid of its own");
    assertThatThrownBy(() -> tokens("x".repeat(31)))
        .hasMessageContaining(".jwt-secret: has less than 32 bytes")
        .hasMessageNotContaining("xxxx");
    assertThat(settings(SECRET, "").toString()).doesNotContain(SECRET);
  }

  private SignedTokens tokens(String secret) {
    return new SignedTokens(settings(secret, keys.toString()), () -> Fixtures.NOON);
  }

  @Test
  void areTellingOfAgentsForThoseWhoTakeAgentsIn() throws Exception {
    AgentTokens tokens = server.api.agentTokens().orElseThrow();
    AgentToken token = tokens.read(shared(with("role", "\"agent\""))).orElseThrow();
    assertThat(token.agent()).isEqualTo("ann");
    assertThat(tokens.refusal(token)).isEmpty();
    assertThat(tokens.read(shared(claims()))).as("of a viewer").isEmpty();
    assertThat(tokens.read("")).isEmpty();
    assertThat(put("/api/v1/tokens/revoked/t-1").status()).isEqualTo(204);
    assertThat(tokens.refusal(token)).contains("The token of ann was revoked.");
    assertThat(tokens.read(shared(with("role", "\"agent\"")))).isEmpty();
    server.now.set(Fixtures.NOON.plusSeconds(91));
    assertThat(tokens.refusal(token)).contains("The token of ann has expired.");
  }

  @Test
  void letsNoSignedTokenInUnlessAKeyIsConfigured() throws Exception {
    server.close();
    server = new TestServer(data);
    refused(shared(claims()), published(ec, new ECDSASigner(ec), "ec"));
    assertThat(server.api.agentTokens()).isEmpty();
  }
}
