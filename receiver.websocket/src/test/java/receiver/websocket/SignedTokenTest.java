package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import monitor.api.delivery.Codec;
import monitor.api.identity.AgentTokens;
import monitor.rest.access.Access;
import monitor.rest.jwt.JwtSettings;
import monitor.runtime.Monitor;
import monitor.runtime.SinkSpec;
import monitor.wire.Message;
import monitor.wire.PrivateFile;
import monitor.wire.Tls;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import receiver.websocket.Authority.Issued;
import receiver.websocket.Hosts.Collector;

/** Signed tokens (JWT) of agents, by what the REST API lets in, over TLS. */
class SignedTokenTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String HS256 = "{\"alg\":\"HS256\"}";

  @TempDir static Path keys;
  private static Authority authority;
  private static Issued collectorKeys;
  private static Issued agentKeys;

  @TempDir Path data;
  private final Store store = new Store();
  @RegisterExtension final Opened opened = new Opened(store);
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> Instant.now().plus(ahead.get());
  private AgentTokens tokens;
  private Path file;

  @BeforeAll
  static void issue() throws Exception {
    authority = new Authority(keys, "authority");
    collectorKeys = authority.issue("collector-1");
    agentKeys = authority.issue("agent-1");
  }

  @BeforeEach
  void configure() throws Exception {
    JwtSettings settings =
        JwtSettings.of(
            SECRET, "", "monitor", "monitor", "0s", "24h", new String[] {"viewer", "agent"});
    tokens = new Access(data.resolve("rest"), clock, settings).agentTokens().orElseThrow();
    file = data.resolve("token");
  }

  private Collector collector(Map<String, ?> more) throws Exception {
    Map<String, Object> configuration = Hosts.plain();
    configuration.put("certificate", collectorKeys.certificate());
    configuration.put("key", collectorKeys.key());
    configuration.put("jwt", true);
    configuration.putAll(more);
    Monitor monitor = Hosts.withoutSinks(data, "collector-1", clock);
    monitor.register(SinkSpec.essential("store"), store);
    return opened.add(Hosts.receiving(monitor, configuration));
  }

  private int port(Map<String, ?> more) throws Exception {
    Collector collector = collector(more);
    collector.receiver().bindTokens(tokens);
    return collector.port();
  }

  private Monitor agent(String name, int port, Map<String, ?> more) throws Exception {
    Map<String, Object> configuration = Hosts.to(port);
    configuration.put("addresses", List.of("wss://127.0.0.1:" + port + "/transport"));
    configuration.put("ca", authority.certificate());
    configuration.put("token.file", file.toString());
    configuration.putAll(more);
    Monitor agent = Hosts.agent(data, name, configuration, Codec.ZSTD);
    opened.add(agent);
    return agent;
  }

  private static Map<String, String> certified() {
    return Map.of("certificate", agentKeys.certificate(), "key", agentKeys.key());
  }

  private static Map<String, Object> claims(String agent) {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", "\"monitor\"");
    claims.put("aud", "\"monitor\"");
    claims.put("sub", "\"" + agent + "\"");
    claims.put("jti", "\"t-1\"");
    claims.put("role", "\"agent\"");
    claims.put("iat", now);
    claims.put("exp", now + 3_600);
    return claims;
  }

  private static String with(String claim, Object value) throws Exception {
    Map<String, Object> claims = claims("agent-1");
    claims.put(claim, value);
    return sign(HS256, claims, SECRET);
  }

  private static String without(String claim) throws Exception {
    Map<String, Object> claims = claims("agent-1");
    claims.remove(claim);
    return sign(HS256, claims, SECRET);
  }

  private static String sign(String header, Map<String, Object> claims, String secret)
      throws Exception {
    List<String> fields = new ArrayList<>();
    claims.forEach((name, value) -> fields.add("\"" + name + "\":" + value));
    String signed = encode(header) + "." + encode("{" + String.join(",", fields) + "}");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
    byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.US_ASCII));
  }

  private static String token(String agent) throws Exception {
    return sign(HS256, claims(agent), SECRET);
  }

  private void assertArrives(int numbers) throws Exception {
    Await.until("numbers stored", () -> store.numbers() == numbers);
    assertThat(store.wrongUpTo(numbers)).isEmpty();
    assertThat(store.hops()).allMatch(hop -> hop.peerIdentity().equals("agent-1"));
  }

  private void assertKeptOut(Monitor agent, String reason) throws Exception {
    Await.until(
        "the reason is shown: " + Hosts.sinkOf(agent).reason(),
        () -> Hosts.sinkOf(agent).reason().contains(reason));
    assertThat(store.numbers()).isZero();
  }

  @Test
  void letAnAgentInThatBearsOneOfItsName() throws Exception {
    PrivateFile.write(file, token("agent-1") + "\n");
    Hosts.emit(agent("agent-1", port(Map.of()), Map.of()), "numbers", 0, 500, 0);
    assertArrives(500);
  }

  @Test
  void letInWithTheCertificateOfTheSameAgentOnly() throws Exception {
    int port = port(Map.of("client.ca", authority.certificate()));
    PrivateFile.write(file, token("agent-2"));
    Monitor agent = agent("agent-1", port, certified());
    Hosts.emit(agent, "numbers", 0, 500, 0);
    assertKeptOut(agent, "the token is that of agent-2");
    assertKeptOut(agent("agent-2", port, certified()), "the certificate is that of agent-1");
    assertKeptOut(agent("agent-3", port, Map.of()), "not connected");
    PrivateFile.write(file, token("agent-1"));
    assertArrives(500);
  }

  @Test
  void keepAnAgentOutThatBearsOneOfAnother() throws Exception {
    PrivateFile.write(file, token("agent-2"));
    Monitor agent = agent("agent-1", port(Map.of()), Map.of());
    Hosts.emit(agent, "numbers", 0, 500, 0);
    assertKeptOut(agent, "the token is that of agent-2");
  }

  @Test
  void areRefusedWhereTheRulesSaySo() throws Exception {
    int port = port(Map.of());
    long now = Instant.now().getEpochSecond();
    assertThat(status(port, "Bearer " + token("agent-1"))).as("a good one").isEqualTo(101);
    Map<String, String> refused = new HashMap<>();
    refused.put("none", encode("{\"alg\":\"none\"}") + "." + encode("{}") + ".");
    refused.put("none, signed", sign("{\"alg\":\"none\"}", claims("agent-1"), SECRET));
    refused.put("another algorithm", sign("{\"alg\":\"HS384\"}", claims("agent-1"), SECRET));
    refused.put("a public one", sign("{\"alg\":\"RS256\"}", claims("agent-1"), SECRET));
    refused.put("another secret", sign(HS256, claims("agent-1"), SECRET.toUpperCase()));
    refused.put("expired", with("exp", now - 1));
    refused.put("no expiry", without("exp"));
    refused.put("not valid yet", with("nbf", now + 600));
    refused.put("too long", with("exp", now + 100_000));
    refused.put("another audience", with("aud", "\"other\""));
    refused.put("another issuer", with("iss", "\"other\""));
    refused.put("no subject", without("sub"));
    refused.put("another role", with("role", "\"viewer\""));
    refused.put("no role", without("role"));
    refused.put("no signature", token("agent-1").replaceFirst("[^.]+$", ""));
    refused.put("no token of this kind", "mon_" + "A".repeat(43));
    refused.put("long", token("agent-1") + "A".repeat(5_000));
    for (Map.Entry<String, String> each : refused.entrySet()) {
      assertThat(status(port, "Bearer " + each.getValue())).as(each.getKey()).isEqualTo(401);
    }
    assertThat(status(port)).as("missing").isEqualTo(401);
    assertThat(status(port, "Basic " + token("agent-1"))).as("another scheme").isEqualTo(401);
    assertThat(status(port, "Bearer " + token("agent-1"), "Bearer " + token("agent-1")))
        .as("two")
        .isEqualTo(401);
    assertThat(store.numbers()).isZero();
  }

  /** Of the answer to a request for a connection. */
  private static int status(int port, String... authorization) throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder()
            .sslContext(Tls.of(authority.certificate(), "", "").context())
            .build()) {
      WebSocket.Builder builder = client.newWebSocketBuilder().subprotocols(Message.SUBPROTOCOL);
      for (String header : authorization) {
        builder.header("Authorization", header);
      }
      builder
          .buildAsync(
              URI.create("wss://127.0.0.1:" + port + "/transport"), new WebSocket.Listener() {})
          .join()
          .abort();
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  @Test
  void endTheConnectionWhenTheyExpireAndAreReadAgainForTheNext() throws Exception {
    PrivateFile.write(file, token("agent-1"));
    Monitor agent = agent("agent-1", port(Map.of()), Map.of());
    Hosts.emit(agent, "numbers", 0, 500, 0);
    assertArrives(500);
    ahead.set(Duration.ofHours(2));
    Await.until(
        "the end is shown",
        () -> Hosts.sinkOf(agent).reason().contains("token of agent-1 has expired"));
    Hosts.emit(agent, "more", 500, 1_000, 0);
    Await.until("it is kept out", () -> Hosts.sinkOf(agent).reason().contains("401"));
    PrivateFile.write(file, with("exp", Instant.now().plus(Duration.ofHours(3)).getEpochSecond()));
    assertArrives(1_000);
    assertThat(Hosts.route(agent, "more").balance().dropped()).isEmpty();
  }

  @Test
  void endTheConnectionWhenTheyExpireWhileNobodyKnowsThem() throws Exception {
    PrivateFile.write(file, token("agent-1"));
    Collector collector = collector(Map.of());
    collector.receiver().bindTokens(tokens);
    Monitor agent = agent("agent-1", collector.port(), Map.of());
    Hosts.emit(agent, "numbers", 0, 500, 0);
    assertArrives(500);
    collector.receiver().unbindTokens(tokens);
    ahead.set(Duration.ofHours(2));
    Await.until("it is kept out", () -> Hosts.sinkOf(agent).reason().contains("503"));
  }

  @Test
  void areReadFromAFileThatNobodyElseMayRead() throws Exception {
    PrivateFile.write(file, token("agent-1"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Monitor agent = agent("agent-1", port(Map.of()), Map.of());
    Hosts.emit(agent, "numbers", 0, 500, 0);
    assertKeptOut(agent, "could be read by others (rw-r--r--)");
    PrivateFile.write(file, "\n");
    assertKeptOut(agent, "holds no token");
    PrivateFile.write(file, token("agent-1"));
    assertArrives(500);
  }

  @Test
  void areWaitedForWhereNobodyKnowsThemYet() throws Exception {
    PrivateFile.write(file, token("agent-1"));
    Collector collector = collector(Map.of());
    Monitor agent = agent("agent-1", collector.port(), Map.of());
    Hosts.emit(agent, "numbers", 0, 500, 0);
    assertKeptOut(agent, "503");
    assertThat(collector.view().reason()).contains("jwt: no agent is let in");
    collector.receiver().bindTokens(tokens);
    assertArrives(500);
    collector.receiver().unbindTokens(tokens);
    Hosts.emit(agent, "more", 500, 1_000, 0);
    assertArrives(1_000);
  }
}
