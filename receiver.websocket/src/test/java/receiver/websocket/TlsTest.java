package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import monitor.api.delivery.Codec;
import monitor.runtime.Monitor;
import monitor.wire.Message;
import monitor.wire.PrivateFile;
import monitor.wire.Tls;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import receiver.websocket.Authority.Issued;
import receiver.websocket.Hosts.Collector;

/** Who is let in, and whom an agent talks to. */
class TlsTest {
  @TempDir static Path keys;
  private static Authority authority;
  private static Authority stranger;
  private static Issued collectorKeys;
  private static Issued agentKeys;
  private static Issued strangerKeys;
  private static Issued nextKeys;

  @TempDir Path data;
  private final Store store = new Store();
  @RegisterExtension final Opened opened = new Opened(store);

  @BeforeAll
  static void issue() throws Exception {
    authority = new Authority(keys, "authority");
    stranger = new Authority(keys, "stranger");
    collectorKeys = authority.issue("collector-1");
    agentKeys = authority.issue("agent-1");
    strangerKeys = stranger.issue("agent-1");
    nextKeys = authority.issue("collector-1-again");
  }

  private Collector collector(Map<String, ?> more) throws Exception {
    Map<String, Object> configuration = Hosts.plain();
    configuration.put("certificate", collectorKeys.certificate());
    configuration.put("key", collectorKeys.key());
    configuration.putAll(more);
    Collector collector = Hosts.collector(data, "collector-1", store, configuration);
    opened.add(collector);
    return collector;
  }

  private Collector mutual() throws Exception {
    return collector(Map.of("client.ca", authority.certificate()));
  }

  private Monitor agent(String name, int port, Map<String, ?> more) throws Exception {
    Map<String, Object> configuration = Hosts.to(port);
    configuration.put("addresses", List.of("wss://127.0.0.1:" + port + "/transport"));
    configuration.put("ca", authority.certificate());
    configuration.putAll(more);
    Monitor agent = Hosts.agent(data, name, configuration, Codec.ZSTD);
    opened.add(agent);
    Hosts.emit(agent, "numbers", 0, 500, 0);
    return agent;
  }

  private static Map<String, String> as(Issued issued) {
    return Map.of("certificate", issued.certificate(), "key", issued.key());
  }

  private void assertArrives() throws Exception {
    Await.until("numbers stored", () -> store.numbers() == 500);
    assertThat(store.wrongUpTo(500)).isEmpty();
  }

  private void assertKeptOut(Monitor agent, String reason) throws Exception {
    Await.until(
        "the reason is shown: " + Hosts.sinkOf(agent).reason(),
        () -> Hosts.sinkOf(agent).reason().contains(reason));
    assertThat(store.numbers()).isZero();
    assertThat(Hosts.route(agent, "numbers").balance().dropped()).isEmpty();
  }

  @Test
  void letsAnAgentInThatProvesItsName() throws Exception {
    agent("agent-1", mutual().port(), as(agentKeys));
    assertArrives();
    assertThat(store.hops()).allMatch(hop -> hop.peerIdentity().equals("agent-1"));
  }

  @Test
  void keepsAnAgentOutThatBearsTheNameOfAnother() throws Exception {
    Monitor agent = agent("agent-2", mutual().port(), as(agentKeys));
    assertKeptOut(agent, "the certificate is that of agent-1");
  }

  @Test
  void keepsAnAgentOutWithoutACertificateOrWithOneOfAStranger() throws Exception {
    int port = mutual().port();
    assertKeptOut(agent("agent-1", port, Map.of()), "not connected");
    assertKeptOut(agent("agent-3", port, as(strangerKeys)), "not connected");
  }

  @Test
  void sendsNothingToACollectorThatItDoesNotTrust() throws Exception {
    Map<String, String> trusting = new HashMap<>(as(agentKeys));
    trusting.put("ca", stranger.certificate());
    assertKeptOut(agent("agent-1", mutual().port(), trusting), "certification path");
  }

  @Test
  void letsAnAgentInWithTheTokenOnly() throws Exception {
    int port = collector(Map.of(".token", "of-this-test")).port();
    assertKeptOut(agent("agent-2", port, Map.of(".token", "of-another")), "401");
    assertKeptOut(agent("agent-3", port, Map.of()), "401");
    agent("agent-1", port, Map.of(".token", "of-this-test"));
    assertArrives();
  }

  @Test
  void speaksNoOldVersionOfTls() throws Exception {
    int port = collector(Map.of()).port();
    assertThatThrownBy(() -> handshake(port, "TLSv1.2")).isInstanceOf(IOException.class);
    handshake(port, "TLSv1.3");
  }

  @Test
  void provesItselfWithACertificateThatReplacesItsFiles() throws Exception {
    Path certificate = data.resolve("own.pem");
    Path key = data.resolve("own.key");
    PrivateFile.write(key, Files.readString(Path.of(collectorKeys.key())));
    PrivateFile.write(certificate, Files.readString(Path.of(collectorKeys.certificate())));
    int port =
        collector(Map.of("certificate", certificate.toString(), "key", key.toString())).port();
    assertThat(serial(port)).isEqualTo(serial(collectorKeys));
    Logger log = (Logger) LoggerFactory.getLogger("receiver.websocket");
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    log.addAppender(said);
    try {
      PrivateFile.write(key, Files.readString(Path.of(nextKeys.key())));
      Await.until("it is said that they do not fit", () -> warnings(said) > 0);
      assertThat(serial(port)).as("the old one").isEqualTo(serial(collectorKeys));
      PrivateFile.write(certificate, Files.readString(Path.of(nextKeys.certificate())));
      Await.until("the new one", () -> serial(port).equals(serial(nextKeys)));
      assertThat(warnings(said)).isEqualTo(1);
    } finally {
      log.detachAppender(said);
    }
  }

  private static long warnings(ListAppender<ILoggingEvent> said) {
    return List.copyOf(said.list).stream().filter(each -> each.getLevel() == Level.WARN).count();
  }

  private static BigInteger serial(Issued issued) throws Exception {
    return Tls.certificates(Path.of(issued.certificate())).getFirst().getSerialNumber();
  }

  private static BigInteger serial(int port) throws Exception {
    return handshake(port, "TLSv1.3").getSerialNumber();
  }

  /** Nothing else than the receiver looks at it once the connection is there. */
  @Test
  void endsTheConnectionOfAnAgentWhoseCertificateHasExpired() throws Exception {
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    Monitor monitor =
        Hosts.withoutSinks(data, "collector-1", () -> Instant.now().plus(ahead.get()));
    Map<String, Object> configuration = Hosts.plain();
    configuration.putAll(as(collectorKeys));
    configuration.put("client.ca", authority.certificate());
    Collector collector = opened.add(Hosts.receiving(monitor, configuration));
    SocketFactory sockets =
        Tls.of(authority.certificate(), agentKeys.certificate(), agentKeys.key())
            .context()
            .getSocketFactory();
    Random random = new Random(1);
    RawPeer peer = opened.add(RawPeer.greeted(sockets, collector.port(), "agent-1", random));
    assertThat(peer.answersPing(random)).isTrue();
    ahead.set(Duration.ofDays(2 * Authority.DAYS));
    assertThat(peer.closeStatus()).isEqualTo(Message.CLOSE_IDENTITY);
    RawPeer next = opened.add(new RawPeer(sockets, collector.port(), ""));
    next.hello("agent-1", random);
    assertThat(next.closeStatus()).isEqualTo(Message.CLOSE_IDENTITY);
  }

  private static X509Certificate handshake(int port, String version) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Credulous()}, null);
    try (Socket plain = new Socket("127.0.0.1", port);
        SSLSocket socket =
            (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", port, true)) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** Trusts everybody: only the version is looked at. */
  private static final class Credulous implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
