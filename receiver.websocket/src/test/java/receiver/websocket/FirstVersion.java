package receiver.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Outcome;
import monitor.api.delivery.Outcome.PartlyAccepted.Refused;
import monitor.api.operation.RouteView;
import monitor.runtime.Monitor;
import monitor.wire.Message;
import monitor.wire.Messages;
import receiver.websocket.Conversation.Line;

/**
 * The two ends as the first version had them: an agent's journal, and what it and a collector said.
 * {@link #main} recorded that once, by that version.
 */
final class FirstVersion {
  /** Kept with the tests of the journal. */
  private static final Path JOURNAL =
      Path.of("../monitor.runtime/src/test/resources/first-version/data");

  private FirstVersion() {}

  /** An agent that has run before, with what it has still to send. */
  static Monitor agent(Path data, int port) throws Exception {
    try (Stream<Path> tree = Files.walk(JOURNAL)) {
      for (Path each : tree.filter(Files::isRegularFile).toList()) {
        Path target = data.resolve("agent-1").resolve(JOURNAL.relativize(each));
        Files.createDirectories(target.getParent());
        Files.write(target, Files.readAllBytes(each));
      }
    }
    return Hosts.agent(data, "agent-1", Hosts.to(port), Codec.ZSTD);
  }

  /** Whether there is something to send, and nothing of it is left. */
  static boolean isDone(Monitor agent) {
    List<RouteView> routes = agent.view().routes();
    return !routes.isEmpty() && routes.stream().allMatch(each -> each.balance().buffered() == 0);
  }

  /** How many events were given up, by reason. */
  static Map<String, Long> dropped(Monitor agent) {
    Map<String, Long> dropped = new TreeMap<>();
    for (RouteView route : agent.view().routes()) {
      route.balance().dropped().forEach((why, n) -> dropped.merge(why, n, Long::sum));
    }
    return dropped;
  }

  /** Writes the conversation of an agent and a collector that gives each sort of answer. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("first-version");
    Map<String, Integer> order = new HashMap<>();
    try (ScriptedCollector collector = new ScriptedCollector(asked -> answers(asked, order));
        Monitor agent = agent(folder, collector.port())) {
      Await.until("all is answered", () -> isDone(agent));
      collector.conversation().write(Path.of(arguments[0]));
      System.out.println("dropped: " + dropped(agent));
    }
  }

  private static List<Line> answers(Line asked, Map<String, Integer> order) {
    try {
      Message message = Messages.decode(ByteBuffer.wrap(asked.bytes()));
      if (message instanceof Message.Hello) {
        return said(
            new Message.Welcome(
                1, "collector-1", "monitor", 5 << 20, 8L << 20, List.of("zstd", "lz4")));
      }
      String hash = asked.hex().substring(2, 66);
      boolean first = !order.containsKey(hash);
      int number = order.computeIfAbsent(hash, batch -> order.size() + 1);
      return said(new Message.Answer(hash, outcome(number, first)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Line> said(Message message) {
    return List.of(Line.of(Conversation.COLLECTOR, Messages.encode(message)));
  }

  /** Of a batch the same each time, but for those that are to come again. */
  private static Outcome outcome(int number, boolean first) {
    return switch (number % 5) {
      case 1 -> first ? new Outcome.Retry("not now", Duration.ofMillis(20)) : Outcome.ACCEPTED;
      case 2 -> new Outcome.PartlyAccepted(List.of(new Refused(0, "no")));
      case 3 -> new Outcome.Rejected("it cannot be stored");
      default -> Outcome.ACCEPTED;
    };
  }
}
