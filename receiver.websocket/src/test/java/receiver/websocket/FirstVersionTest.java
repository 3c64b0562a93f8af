package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.runtime.Monitor;
import monitor.wire.Message;
import monitor.wire.Messages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import receiver.websocket.Conversation.Line;
import receiver.websocket.Hosts.Collector;

/** Each end of today, against what the other end of the first version said. */
class FirstVersionTest {
  /** What the recorded answers refuse, and what was dropped before. */
  private static final Map<String, Long> DROPPED = Map.of("buffer_full", 10L, "rejected", 40L);

  @TempDir Path data;

  @Test
  void takesWhatAnAgentOfTheFirstVersionSends() throws Exception {
    Map<String, String> stored = new ConcurrentHashMap<>();
    List<String> asked = Conversation.kept().asked();
    try (Collector collector =
            Hosts.collector(data, "collector-1", batch -> store(batch, stored), Hosts.plain());
        RawPeer agent = new RawPeer(collector.port())) {
      Random random = new Random(1);
      agent.message(bytes(asked.getFirst()), random);
      assertThat(Messages.decode(ByteBuffer.wrap(agent.read())))
          .isInstanceOfSatisfying(
              Message.Welcome.class, welcome -> assertThat(welcome.version()).isEqualTo(1));
      for (String batch : asked.subList(1, asked.size())) {
        agent.message(bytes(batch), random);
        assertThat(Messages.decode(ByteBuffer.wrap(agent.read())))
            .isEqualTo(new Message.Answer(hash(batch), Outcome.ACCEPTED));
        assertThat(stored).containsEntry(hash(batch), batch.substring(2));
      }
    }
    assertThat(stored).hasSizeGreaterThan(20);
  }

  /** Reads every event of it, and keeps its bytes. */
  private static Delivery store(Batch batch, Map<String, String> stored) {
    AtomicInteger events = new AtomicInteger();
    batch.forEach((sequence, event) -> events.incrementAndGet());
    int expected = batch.header().gap() == null ? batch.header().id().count() : 0;
    if (events.get() != expected) {
      return new Outcome.Rejected(events + " events in " + batch.header());
    }
    String bytes = Line.of("", batch.head()).hex() + Line.of("", batch.payload()).hex();
    stored.put(batch.header().sha256(), bytes);
    return Outcome.ACCEPTED;
  }

  @Test
  void actsOnWhatACollectorOfTheFirstVersionSays() throws Exception {
    Map<String, Deque<List<Line>>> answers = Conversation.kept().answers();
    List<String> unknown = new ArrayList<>();
    try (ScriptedCollector collector =
            new ScriptedCollector(asked -> answer(asked, answers, unknown));
        Monitor agent = FirstVersion.agent(data, collector.port())) {
      Await.until("all is answered", () -> FirstVersion.isDone(agent));
      assertThat(unknown).isEmpty();
      assertThat(batches(collector.conversation()))
          .containsExactlyInAnyOrderElementsOf(batches(Conversation.kept()));
      assertThat(FirstVersion.dropped(agent)).isEqualTo(DROPPED);
    }
  }

  /** What was said then; the last time again where it is asked more often than then. */
  private static List<Line> answer(
      Line asked, Map<String, Deque<List<Line>>> answers, List<String> unknown) {
    // what an agent says of itself may change, not what it sends
    String hello = answers.keySet().iterator().next();
    String key = asked.hex().startsWith("01") ? hello : asked.hex();
    Deque<List<Line>> these = answers.get(key);
    if (these == null) {
      unknown.add(asked.hex());
      return List.of();
    }
    return these.size() > 1 ? these.removeFirst() : these.getFirst();
  }

  private static List<String> batches(Conversation conversation) {
    return conversation.asked().stream().filter(message -> message.startsWith("03")).toList();
  }

  private static String hash(String message) {
    return message.substring(2, 66);
  }

  private static byte[] bytes(String message) {
    return HexFormat.of().parseHex(message);
  }
}
