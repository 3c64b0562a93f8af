package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import monitor.api.delivery.Codec;
import monitor.api.identity.AgentAuthority;
import monitor.identity.PlatformAuthority;
import monitor.runtime.Monitor;
import monitor.wire.JoinToken;
import monitor.wire.Pem;
import monitor.wire.Petition;
import monitor.wire.PrivateFile;
import monitor.wire.Registrar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import receiver.websocket.Hosts.Collector;

/** How an agent gets its identity, proves it, and loses it. */
class JoinTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir Path data;
  private final Store store = new Store();
  @RegisterExtension final Opened opened = new Opened(store);
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> Instant.now().plus(ahead.get());

  private AgentAuthority authority(String folder, Duration lifetime) throws Exception {
    return new PlatformAuthority(data.resolve(folder), "test", lifetime, clock);
  }

  private AgentAuthority authority() throws Exception {
    return authority("identity", Duration.ofDays(30));
  }

  private Collector collector(AgentAuthority authority) throws Exception {
    Map<String, Object> configuration = Hosts.plain();
    configuration.put("join", true);
    Collector collector = Hosts.collector(data, "collector-1", store, configuration, authority);
    opened.add(collector);
    return collector;
  }

  private static JoinToken invite(AgentAuthority authority, String agent) throws Exception {
    return JoinToken.of(authority.invite(agent, Duration.ofHours(1), "test").token());
  }

  private static Registrar registrar(Collector collector) throws Exception {
    return new Registrar(URI.create("https://127.0.0.1:" + collector.port()), TIMEOUT);
  }

  /** Joins as an agent does, and says what its sink is configured with. */
  private Map<String, String> join(Collector collector, JoinToken token) throws Exception {
    Petition petition = Petition.of(token.agent());
    List<X509Certificate> chain = registrar(collector).join(token, petition);
    Path folder = data.resolve("keys-" + token.agent());
    Path own = folder.resolve("agent.pem");
    Path ca = folder.resolve("authority.pem");
    PrivateFile.write(own, Pem.of(petition.keys().getPrivate()) + Pem.of(chain));
    PrivateFile.write(ca, Pem.of(List.of(chain.getLast())));
    return Map.of("certificate", own.toString(), "key", own.toString(), "ca", ca.toString());
  }

  private Monitor agent(String name, Collector collector, Map<String, ?> keys) throws Exception {
    Map<String, Object> configuration = new HashMap<>(Hosts.to(collector.port()));
    configuration.put("addresses", List.of("wss://127.0.0.1:" + collector.port() + "/transport"));
    configuration.putAll(keys);
    Monitor agent = Hosts.agent(data, name, configuration, Codec.ZSTD);
    opened.add(agent);
    return agent;
  }

  @Test
  void anAgentThatJoinedSendsWithItsCertificate() throws Exception {
    AgentAuthority authority = authority();
    Collector collector = collector(authority);
    Map<String, String> keys = join(collector, invite(authority, "agent-1"));
    Hosts.emit(agent("agent-1", collector, keys), "numbers", 0, 500, 0);
    Await.until("numbers stored", () -> store.numbers() == 500);
    assertThat(store.wrongUpTo(500)).isEmpty();
    assertThat(store.hops()).allMatch(hop -> hop.peerIdentity().equals("agent-1"));
    assertThat(authority.agents())
        .singleElement()
        .satisfies(agent -> {
          assertThat(agent.name()).isEqualTo("agent-1");
          assertThat(agent.revoked()).isFalse();
        });
  }

  @Test
  void aCertificateIsRenewedWhileEventsFlowAndNothingIsLost() throws Exception {
    AgentAuthority authority = authority("identity", Duration.ofSeconds(30));
    Collector collector = collector(authority);
    Map<String, String> keys = join(collector, invite(authority, "agent-1"));
    Path file = Path.of(keys.get("key"));
    String first = Files.readString(file);
    Monitor agent = agent("agent-1", collector, keys);
    AtomicBoolean enough = new AtomicBoolean();
    AtomicLong emitted = new AtomicLong();
    Hosts.emitUntil(agent, "numbers", enough::get, emitted);
    Await.until("it is renewed", () -> !Files.readString(file).equals(first));
    Instant end = Pem.certificates(first).getFirst().getNotAfter().toInstant();
    Await.until("its first certificate has ended", () -> Instant.now().isAfter(end));
    long before = store.numbers();
    Await.until("it still sends", () -> store.numbers() > before);
    enough.set(true);
    Await.until("all is stored", () -> emitted.get() > 0 && store.numbers() == emitted.get());
    assertThat(store.wrongUpTo(emitted.get())).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Hosts.route(agent, "numbers").balance().dropped()).isEmpty();
  }

  @Test
  void aTokenIsGoodOnce() throws Exception {
    AgentAuthority authority = authority();
    Collector collector = collector(authority);
    JoinToken token = invite(authority, "agent-1");
    join(collector, token);
    assertRefused(401, "used", () -> registrar(collector).join(token, Petition.of("agent-1")));
  }

  @Test
  void aTokenExpires() throws Exception {
    AgentAuthority authority = authority();
    Collector collector = collector(authority);
    JoinToken token = invite(authority, "agent-1");
    Registrar registrar = registrar(collector);
    ahead.set(Duration.ofHours(1));
    assertRefused(401, "expired", () -> registrar.join(token, Petition.of("agent-1")));
  }

  @Test
  void aRequestForAnotherNameThanThatOfTheTokenIsRefused() throws Exception {
    AgentAuthority authority = authority();
    Collector collector = collector(authority);
    JoinToken token = invite(authority, "agent-1");
    assertRefused(
        403, "another name", () -> registrar(collector).join(token, Petition.of("agent-2")));
    join(collector, token);
  }

  @Test
  void whoGuessesHasToWait() throws Exception {
    AgentAuthority authority = authority();
    Collector collector = collector(authority);
    String fingerprint = JoinToken.fingerprint(authority.certificate());
    JoinToken guessed = new JoinToken("agent-1", fingerprint, "x".repeat(43));
    for (int i = 0; i < 5; i++) {
      assertRefused(
          401, "not known", () -> registrar(collector).join(guessed, Petition.of("agent-1")));
    }
    assertRefused(429, "try again in", () -> join(collector, invite(authority, "agent-1")));
  }

  @Test
  void aCollectorOfAnotherAuthorityGetsNoToken() throws Exception {
    AgentAuthority mine = authority("mine", Duration.ofDays(30));
    Collector collector = collector(authority());
    JoinToken token = invite(mine, "agent-1");
    assertThatThrownBy(() -> registrar(collector).join(token, Petition.of("agent-1")))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("another fingerprint");
  }

  @Test
  void batchesAreTakenOfNobodyWithoutACertificate() throws Exception {
    AgentAuthority authority = authority();
    Collector collector = collector(authority);
    Path ca = data.resolve("ca.pem");
    PrivateFile.write(ca, Pem.of(List.of(authority.certificate())));
    Monitor agent = agent("agent-1", collector, Map.of("ca", ca.toString()));
    Hosts.emit(agent, "numbers", 0, 100, 0);
    assertKeptOut(agent, "401");
  }

  @Test
  void aKeyThatOthersMayReadIsNotUsed() throws Exception {
    AgentAuthority authority = authority();
    Collector collector = collector(authority);
    Map<String, String> keys = join(collector, invite(authority, "agent-1"));
    Path key = Path.of(keys.get("key"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    Monitor agent = agent("agent-1", collector, keys);
    Hosts.emit(agent, "numbers", 0, 100, 0);
    assertKeptOut(agent, "could be read by others (rw-r--r--)");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Await.until("numbers stored", () -> store.numbers() == 100);
  }

  private void assertKeptOut(Monitor agent, String reason) throws Exception {
    Await.until(
        "the reason is shown: " + Hosts.sinkOf(agent).reason(),
        () -> Hosts.sinkOf(agent).reason().contains(reason));
    assertThat(store.numbers()).isZero();
  }

  @Test
  void aRevokedAgentIsOutAndMayJoinAnew() throws Exception {
    AgentAuthority authority = authority();
    Collector collector = collector(authority);
    Monitor agent = agent("agent-1", collector, join(collector, invite(authority, "agent-1")));
    Monitor other = agent("agent-2", collector, join(collector, invite(authority, "agent-2")));
    Hosts.emit(agent, "numbers", 0, 500, 0);
    Await.until("numbers stored", () -> store.numbers() == 500);
    assertThat(authority.revoke("agent-1")).isTrue();
    Await.until(
        "its connection is ended",
        () -> Hosts.sinkOf(agent).reason().contains("certificate of agent-1 was revoked"));
    Hosts.emit(agent, "more", 500, 1000, 0);
    Hosts.emit(other, "others", 1000, 1500, 0);
    Await.until("the other goes on", () -> store.numbers() == 1000);
    assertThat(Hosts.route(agent, "more").balance().dropped()).isEmpty();
    join(collector, invite(authority, "agent-1"));
    Await.until("it is back with its new certificate", () -> store.numbers() == 1500);
    assertThat(store.wrongUpTo(1500)).isEmpty();
  }

  private static void assertRefused(
      int status, String reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Registrar.Refused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(status);
              assertThat(refused).hasMessageContaining(reason);
            });
  }
}
