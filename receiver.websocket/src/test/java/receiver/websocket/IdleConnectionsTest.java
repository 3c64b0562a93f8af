package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A thousand agents that say nothing, and one that does not read: the others are served. */
class IdleConnectionsTest {
  private static final int IDLE = 1_000;
  private static final int AGENTS = 3;
  private static final int NUMBERS = 2_000;

  /** Both ends of a connection, which are in this process. */
  private static final long MOST_BYTES = 64 << 10;

  @TempDir Path data;
  private final Store store = new Store();
  @RegisterExtension final Opened opened = new Opened(store);

  @Test
  void takeLittleMemoryAndHoldNobodyUp() throws Exception {
    Random random = new Random(1);
    SocketFactory sockets = SocketFactory.getDefault();
    Map<String, Object> configuration = Hosts.plain();
    configuration.put("silence", "1h");
    Collector collector = opened.add(Hosts.collector(data, "collector-1", store, configuration));
    long before = Held.bytes();
    List<RawPeer> idle = new ArrayList<>();
    for (int i = 0; i < IDLE; i++) {
      idle.add(opened.add(RawPeer.greeted(sockets, collector.port(), "idle-" + i, random)));
    }
    long each = (Held.bytes() - before) / IDLE;
    System.out.println("bytes held by an idle connection: " + each);
    assertThat(each).as("bytes of a connection").isLessThan(MOST_BYTES);
    opened.add(RawPeer.stalled(sockets, collector.port(), random));
    for (int i = 0; i < AGENTS; i++) {
      Monitor agent =
          opened.add(Hosts.agent(data, "agent-" + i, Hosts.to(collector.port()), Codec.ZSTD));
      Hosts.emit(agent, "numbers", (long) i * NUMBERS, (i + 1L) * NUMBERS, 0);
      Await.until(
          "the good agent is answered",
          () -> Hosts.route(agent, "numbers").balance().delivered() == NUMBERS);
    }
    assertThat(store.wrongUpTo(AGENTS * NUMBERS)).isEmpty();
    for (RawPeer peer : idle) {
      assertThat(peer.answersPing(random)).isTrue();
    }
  }
}
