package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.SocketFactory;
import monitor.api.delivery.Codec;
import monitor.runtime.Monitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import receiver.websocket.Hosts.Collector;

/** Peers that say nothing, stop in the middle, or do not read: the others are served. */
class SlowPeersTest {
  private static final int IDLE = 200;
  private static final int MOST_OF_AN_AGENT = 8;
  private static final int CONNECT_MILLIS = 200;
  private static final int PATIENCE_MILLIS = 90_000;

  @TempDir Path data;
  private final Store store = new Store();
  @RegisterExtension final Opened opened = new Opened(store);

  private Collector collector(Map<String, ?> more) throws Exception {
    Map<String, Object> configuration = Hosts.plain();
    configuration.putAll(more);
    return opened.add(Hosts.collector(data, "collector-1", store, configuration));
  }

  private void assertServed(int port) throws Exception {
    Monitor agent = opened.add(Hosts.agent(data, "agent-1", Hosts.to(port), Codec.ZSTD));
    Hosts.emit(agent, "numbers", 0, 5_000, 0);
    Await.until(
        "the good agent is answered",
        () -> Hosts.route(agent, "numbers").balance().delivered() == 5_000);
    assertThat(store.wrongUpTo(5_000)).isEmpty();
  }

  @Test
  void serveOthersWhileManySayNothingOrStopInTheMiddle() throws Exception {
    Collector collector = collector(Map.of());
    Random random = new Random(1);
    for (int i = 0; i < IDLE; i++) {
      RawPeer peer = opened.add(new RawPeer(collector.port()));
      if (i % 2 == 0) {
        peer.send(RawPeer.frame(0x82, new byte[1_000], 1 << 20, true, random));
      }
    }
    assertServed(collector.port());
  }

  @Test
  void serveOthersWhileOneSendsWithoutReading() throws Exception {
    Collector collector = collector(Map.of("window", "64KiB"));
    RawPeer deaf = opened.add(RawPeer.greeted(collector.port(), new Random(1)));
    byte[] batch = new byte[1 + 32];
    batch[0] = 3;
    Thread sender =
        Thread.ofPlatform().daemon().start(() -> deaf.sendWithoutEnd(batch, new Random(2)));
    assertServed(collector.port());
    assertThat(deaf.isBounded(sender)).as("it is cut off, or its socket is full").isTrue();
  }

  @Test
  void giveTheRoomBackOfMessagesThatNeverEnd() throws Exception {
    Collector collector = collector(Map.of("arriving.max", "8MiB"));
    Random random = new Random(1);
    for (int round = 0; round < 10; round++) {
      try (RawPeer peer = RawPeer.greeted(collector.port(), random)) {
        peer.send(RawPeer.frame(0x82, new byte[4 << 20], 5 << 20, true, random));
      } catch (IOException e) {
        // There is no room before the end of the peer before is noticed.
      }
    }
    assertServed(collector.port());
  }

  @Test
  void doNotTakeTheRoomOfOthersBeforeTheySayHello() throws Exception {
    Collector collector = collector(Map.of("arriving.max", "8MiB"));
    byte[] half = RawPeer.frame(0x82, new byte[(4 << 20) - 2_048], 5 << 20, true, new Random(1));
    for (int i = 0; i < 2; i++) {
      RawPeer peer = opened.add(new RawPeer(collector.port()));
      try {
        peer.send(half);
      } catch (IOException e) {
        // It is cut off.
      }
    }
    assertServed(collector.port());
  }

  @Test
  void areCutOffWhenAMessageDoesNotComeToItsEnd() throws Exception {
    Collector collector = collector(Map.of("silence", "2s"));
    Random random = new Random(1);
    RawPeer peer = opened.add(RawPeer.greeted(collector.port(), random));
    peer.send(RawPeer.frame(0x82, new byte[100], 1 << 20, true, random));
    Thread.ofPlatform().daemon().start(peer::trickle);
    assertThat(peer.isClosed()).isTrue();
  }

  @Test
  void giveWayToLaterConnectionsOfTheSameAgent() throws Exception {
    Collector collector = collector(Map.of());
    Random random = new Random(1);
    RawPeer other =
        opened.add(RawPeer.greeted(SocketFactory.getDefault(), collector.port(), "other", random));
    List<RawPeer> peers = new ArrayList<>();
    for (int i = 0; i < MOST_OF_AN_AGENT + 2; i++) {
      peers.add(opened.add(RawPeer.greeted(collector.port(), random)));
    }
    assertThat(peers.get(0).isClosed()).isTrue();
    assertThat(peers.get(1).isClosed()).isTrue();
    for (RawPeer peer : peers.subList(2, peers.size())) {
      assertThat(peer.answersPing(random)).isTrue();
    }
    assertThat(other.answersPing(random)).isTrue();
  }

  @Test
  void areKeptOutWhenThereAreTooMany() throws Exception {
    Collector collector = collector(Map.of("connections.max", 3));
    List<RawPeer> peers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      peers.add(opened.add(RawPeer.greeted(collector.port(), new Random(i))));
    }
    try (RawPeer late = new RawPeer(collector.port())) {
      assertThat(late.isClosed()).isTrue();
    }
    peers.getFirst().close();
    assertServed(collector.port());
  }

  /** They open connections and never come to the end of their request. */
  @Test
  void areCutOffWhenTheyDoNotAskForAConnection() throws Exception {
    Collector collector = collector(Map.of("connections.max", 3, "silence", "10m"));
    Random random = new Random(1);
    RawPeer greeted = opened.add(RawPeer.greeted(collector.port(), random));
    List<Socket> sockets = connected(collector.port(), "GET /tr");
    for (Socket socket : sockets) {
      assertThat(isGone(socket)).isTrue();
    }
    assertThat(greeted.answersPing(random)).as("one that is silent, but let in").isTrue();
    assertServed(collector.port());
  }

  /** Sockets that came through, and have sent this. */
  private List<Socket> connected(int port, String request) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < IDLE; i++) {
      Socket socket = opened.add(new Socket());
      try {
        socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        sockets.add(socket);
      } catch (IOException e) {
        // The kernel holds no more that are not accepted.
      }
    }
    return sockets;
  }

  @Test
  void areAcceptedUpToABoundOnly() throws Exception {
    Collector collector = collector(Map.of("connections.max", 3, "silence", "10m"));
    List<Socket> sockets =
        connected(collector.port(), "GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    Socket last = sockets.removeLast();
    last.setSoTimeout(PATIENCE_MILLIS);
    assertThat(last.getInputStream().read()).as("the begin of an answer").isEqualTo('H');
    assertThat(sockets).as("one that had to go before").anyMatch(SlowPeersTest::isAtItsEnd);
  }

  private static boolean isAtItsEnd(Socket socket) {
    try {
      socket.setSoTimeout(1);
      socket.getInputStream().readAllBytes();
      return true;
    } catch (IOException e) {
      return !(e instanceof SocketTimeoutException);
    }
  }

  private static boolean isGone(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
