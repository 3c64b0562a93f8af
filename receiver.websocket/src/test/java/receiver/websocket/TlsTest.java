package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import monitor.api.delivery.Codec;
import monitor.runtime.Monitor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
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

  private static void handshake(int port, String version) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Credulous()}, null);
    try (Socket plain = new Socket("127.0.0.1", port);
        SSLSocket socket =
            (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", port, true)) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
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
