package receiver.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an agent and a collector said to each other, as it was recorded.
 *
 * @param lines messages in their order
 */
record Conversation(List<Line> lines) {
  static final String AGENT = "agent";
  static final String COLLECTOR = "collector";

  /**
   * A message.
   *
   * @param who said it
   * @param hex its bytes
   */
  record Line(String who, String hex) {
    static Line of(String who, ByteBuffer message) {
      byte[] bytes = new byte[message.remaining()];
      message.duplicate().get(bytes);
      return new Line(who, HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
      return HexFormat.of().parseHex(hex);
    }
  }

  Conversation {
    lines = List.copyOf(lines);
  }

  /** The one of the first version. */
  static Conversation kept() throws IOException {
    return read(Path.of("src/test/resources/first-version/conversation.txt"));
  }

  private static Conversation read(Path file) throws IOException {
    try (Stream<String> text = Files.lines(file)) {
      return new Conversation(
          text.map(line -> line.split(" ")).map(part -> new Line(part[0], part[1])).toList());
    }
  }

  void write(Path file) throws IOException {
    Files.write(file, lines.stream().map(line -> line.who() + " " + line.hex()).toList());
  }

  /** The different messages of the agent, in their order. */
  List<String> asked() {
    return lines.stream()
        .filter(line -> line.who().equals(AGENT))
        .map(Line::hex)
        .distinct()
        .toList();
  }

  /** What the collector said to each message of the agent, each time that it came. */
  Map<String, Deque<List<Line>>> answers() {
    Map<String, Deque<List<Line>>> answers = new LinkedHashMap<>();
    List<Line> latest = new ArrayList<>();
    for (Line line : lines) {
      if (line.who().equals(AGENT)) {
        latest = new ArrayList<>();
        answers.computeIfAbsent(line.hex(), key -> new ArrayDeque<>()).add(latest);
      } else {
        latest.add(line);
      }
    }
    return answers;
  }
}
