package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static receiver.websocket.RawBatch.sealed;
import static receiver.websocket.RawBatch.whole;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.SocketFactory;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Outcome;
import monitor.runtime.Monitor;
import monitor.runtime.SinkSpec;
import monitor.runtime.batch.SealedBatch;
import monitor.wire.Message;
import monitor.wire.Messages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import receiver.websocket.Hosts.Collector;

/** Whatever a peer sends: it is answered or closed, and all others go on (T18). */
class FrameFuzzTest {
  private static final int LEAST_ROUNDS = 60;
  private static final Duration BOX = Duration.ofSeconds(5);

  @TempDir Path data;
  private final Store store = new Store();
  private final long seed = Long.getLong("tests.seed", System.nanoTime());
  private Collector collector;
  private int port;

  @BeforeEach
  void start() throws Exception {
    System.out.println("seed " + seed);
    collector = Hosts.collector(data, "collector-1", store, Hosts.plain());
    port = collector.port();
  }

  @AfterEach
  void stop() throws Exception {
    collector.close();
    store.end();
  }

  private static byte[] bytes(Message message) {
    ByteBuffer encoded = Messages.encode(message);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  private static byte[] hello() {
    return bytes(new Message.Hello(List.of(1), "raw", "a test"));
  }

  private RawPeer greeted(Random random) throws IOException {
    return RawPeer.greeted(port, random);
  }

  private static Message decoded(RawPeer peer) throws IOException {
    return Messages.decode(ByteBuffer.wrap(peer.read()));
  }

  @Test
  void answersABatchOnceForEachTimeItIsSent() throws Exception {
    Random random = new Random(seed);
    SealedBatch sealed = sealed("raw", 10, Codec.ZSTD);
    try (RawPeer peer = greeted(random)) {
      peer.message(whole(sealed), random);
      peer.message(whole(sealed), random);
      Message.Answer accepted = new Message.Answer(sealed.header().sha256(), Outcome.ACCEPTED);
      assertThat(decoded(peer)).isEqualTo(accepted);
      assertThat(decoded(peer)).isEqualTo(accepted);
      assertThat(store.numbers()).isEqualTo(10);
      assertThat(store.duplicates()).isEqualTo(1);
    }
  }

  @Test
  void doubtsTheWireFirstAndTheBatchThen() throws Exception {
    Random random = new Random(seed);
    byte[] bad = whole(sealed("raw", 10, Codec.ZSTD));
    bad[bad.length - 1] ^= 1;
    for (int attempt = 1; attempt < 5; attempt++) {
      try (RawPeer peer = greeted(random)) {
        peer.message(bad, random);
        assertThat(peer.isClosed()).as("attempt %d", attempt).isTrue();
      }
    }
    try (RawPeer peer = greeted(random)) {
      peer.message(bad, random);
      assertThat(outcome(peer)).isInstanceOf(Outcome.Rejected.class);
      peer.message(whole(sealed("another", 10, Codec.ZSTD)), random);
      assertThat(outcome(peer)).isInstanceOf(Outcome.Retry.class);
    }
    assertThat(store.numbers()).isZero();
  }

  /** A storage that does not know the stream would begin it with the second batch. */
  @Test
  void holdsBackWhatComesBehindABatchThatItSentBack() throws Exception {
    Random random = new Random(seed);
    byte[] first = whole(sealed("raw", 0, 10, Codec.ZSTD));
    byte[] second = whole(sealed("raw", 10, 10, Codec.ZSTD));
    Store later = new Store();
    try (Collector without =
            Hosts.receiving(Hosts.withoutSinks(data, "collector-2"), Hosts.plain());
        RawPeer peer = RawPeer.greeted(without.port(), random)) {
      peer.message(first, random);
      assertThat(outcome(peer)).isInstanceOf(Outcome.Retry.class);
      without.monitor().register(SinkSpec.essential("store"), later);
      peer.message(second, random);
      assertThat(outcome(peer)).isInstanceOf(Outcome.Retry.class);
      peer.message(first, random);
      assertThat(outcome(peer)).isEqualTo(Outcome.ACCEPTED);
      peer.message(second, random);
      assertThat(outcome(peer)).isEqualTo(Outcome.ACCEPTED);
    } finally {
      later.end();
    }
  }

  /** The storage does not answer at once, as none does that writes to a disk. */
  @Test
  void holdsBackWhatComesBehindABatchThatAStorageSentBackLater() throws Exception {
    Random random = new Random(seed);
    byte[] first = whole(sealed("raw", 0, 10, Codec.ZSTD));
    byte[] second = whole(sealed("raw", 10, 10, Codec.ZSTD));
    AtomicBoolean away = new AtomicBoolean(true);
    store.before = batch -> away.getAndSet(false) ? Outcome.retry("not now") : Outcome.ACCEPTED;
    try (RawPeer peer = greeted(random)) {
      peer.message(first, random);
      assertThat(outcome(peer)).isEqualTo(Outcome.retry("not now"));
      peer.message(second, random);
      assertThat(outcome(peer)).isInstanceOf(Outcome.Retry.class);
      peer.message(first, random);
      assertThat(outcome(peer)).isEqualTo(Outcome.ACCEPTED);
      peer.message(second, random);
      assertThat(outcome(peer)).isEqualTo(Outcome.ACCEPTED);
      assertThat(store.duplicates()).isZero();
    }
  }

  private static Outcome outcome(RawPeer peer) throws IOException {
    return ((Message.Answer) decoded(peer)).outcome();
  }

  @Test
  void closesWhatDoesNotHoldToTheProtocol() throws Exception {
    Random random = new Random(seed);
    byte[] batch = whole(sealed("raw", 10, Codec.NONE));
    byte[] tooLong = new byte[Message.MOST_BATCH_BYTES + 2];
    tooLong[0] = 3;
    for (byte[] first : List.of(batch, tooLong, new byte[] {3}, new byte[] {1}, new byte[0])) {
      try (RawPeer peer = new RawPeer(port)) {
        try {
          peer.message(first, random);
        } catch (IOException e) {
          // It is closed while the message is being sent.
        }
        assertThat(peer.isClosed()).isTrue();
      }
    }
    try (RawPeer peer = greeted(random)) {
      peer.message(hello(), random);
      assertThat(peer.isClosed()).as("a second hello").isTrue();
    }
    try (RawPeer peer = greeted(random)) {
      byte[] ofNoType = batch.clone();
      ofNoType[0] ^= 0x10;
      peer.message(ofNoType, random);
      assertThat(peer.isClosed()).as("a type that is not known").isTrue();
    }
    try (RawPeer peer = greeted(random)) {
      peer.send(RawPeer.frame(0x81, new byte[] {'x'}, 1, true, random));
      assertThat(peer.isClosed()).as("text").isTrue();
    }
    try (RawPeer peer = greeted(random)) {
      peer.send(RawPeer.frame(0x82, new byte[10], 1L << 62, true, random));
      assertThat(peer.isClosed()).as("a frame that promises to be huge").isTrue();
    }
    assertThatThrownBy(
            () -> {
              try (RawPeer peer = new RawPeer(port)) {
                peer.message(bytes(new Message.Hello(List.of(9), "raw", "")), random);
                peer.read();
              }
            })
        .hasMessageContaining("frame 88");
  }

  /** A browser says so of every page that opens a connection, from wherever it is. */
  @Test
  void refusesWebPages() {
    for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:" + port)) {
      String header = "Origin: " + origin + "\r\n";
      assertThatThrownBy(() -> new RawPeer(SocketFactory.getDefault(), port, header).close())
          .as(origin)
          .hasMessageStartingWith("HTTP/1.1 403");
    }
  }

  @Test
  void goesOnWhateverFramesCome() throws Exception {
    fuzz(LEAST_ROUNDS, BOX);
  }

  @Test
  @Tag("full")
  void goesOnWhateverFramesComeForLong() throws Exception {
    fuzz(LEAST_ROUNDS, Duration.ofSeconds(30));
  }

  private void fuzz(int least, Duration time) throws Exception {
    try (Monitor agent = Hosts.agent(data, "agent-1", Hosts.to(port), Codec.ZSTD)) {
      Hosts.emit(agent, "numbers", 0, 5_000, 1);
      long end = System.nanoTime() + time.toNanos();
      int rounds = 0;
      while (rounds < least || System.nanoTime() - end < 0) {
        round(new Random(seed + rounds++));
      }
      System.out.println(rounds + " rounds from seed " + seed);
      Await.until("the good agent is served", () -> store.numbers() >= 5_000);
      Await.until(
          "it is answered", () -> Hosts.route(agent, "numbers").balance().delivered() == 5_000);
      assertThat(store.wrongUpTo(5_000)).as("seed %d", seed).isEmpty();
      assertThat(collector.view().restarts()).isZero();
      assertThat(collector.view().errors()).isZero();
    }
  }

  private void round(Random random) throws IOException {
    try (RawPeer peer = random.nextInt(4) == 0 ? new RawPeer(port) : greeted(random)) {
      int frames = 1 + random.nextInt(8);
      for (int i = 0; i < frames; i++) {
        peer.send(mutated(random));
      }
    } catch (IOException e) {
      // The collector closed it, which is its right.
    }
  }

  private static byte[] mutated(Random random) throws IOException {
    byte[] payload = payload(random);
    return switch (random.nextInt(5)) {
      case 0 -> payload;
      case 1 -> RawPeer.frame(random.nextInt(256), payload, payload.length, true, random);
      case 2 ->
          RawPeer.frame(0x82, payload, random.nextLong(1L << random.nextInt(1, 63)), true, random);
      case 3 -> RawPeer.frame(0x82, payload, payload.length, random.nextBoolean(), random);
      default -> RawPeer.frame(0x82, payload, payload.length, true, random);
    };
  }

  private static byte[] payload(Random random) {
    byte[] payload =
        switch (random.nextInt(4)) {
          case 0 -> new byte[random.nextInt(300)];
          case 1 -> hello();
          case 2 ->
              bytes(new Message.Answer("ab".repeat(32), new Outcome.Behind(random.nextInt())));
          default ->
              whole(sealed("raw", 1 + random.nextInt(50), Codec.values()[random.nextInt(5)]));
        };
    for (int i = random.nextInt(4); i > 0 && payload.length > 0; i--) {
      payload[random.nextInt(payload.length)] = (byte) random.nextInt(256);
    }
    return payload;
  }
}
