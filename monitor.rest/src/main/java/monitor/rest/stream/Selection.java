package monitor.rest.stream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one client listens to.
 *
 * @param topics at least one
 * @param names of metrics; empty for all
 * @param source instance; empty for all
 */
record Selection(Set<Topic> topics, Set<String> names, String source) {
  /** Copies the sets. */
  Selection {
    topics = Set.copyOf(topics);
    names = Set.copyOf(names);
  }

  private boolean wants(Topic topic, Item item) {
    boolean named = topic != Topic.METRICS || names.isEmpty() || names.contains(item.name());
    return named && (source.isEmpty() || item.source().isEmpty() || source.equals(item.source()));
  }

  /**
   * The server-sent event of a frame; empty if nothing of it is wanted.
   *
   * @param stream identifies this life of the stream in the event's id
   */
  Optional<byte[]> render(Frame frame, String stream) {
    if (!topics.contains(frame.topic())) {
      return Optional.empty();
    }
    List<Item> wanted = frame.items().stream().filter(item -> wants(frame.topic(), item)).toList();
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(
        out,
        "id: %s-%d\nevent: %s\ndata: ".formatted(stream, frame.number(), frame.topic().label()));
    data(out, frame, wanted);
    write(out, "\n\n");
    return Optional.of(out.toByteArray());
  }

  private static void data(ByteArrayOutputStream out, Frame frame, List<Item> wanted) {
    String member = frame.topic().member();
    if (member.isEmpty()) {
      out.writeBytes(wanted.getFirst().json());
      return;
    }
    String separator = "{\"" + member + "\":[";
    for (Item item : wanted) {
      write(out, separator);
      out.writeBytes(item.json());
      separator = ",";
    }
    write(out, "],\"skipped\":" + frame.skipped() + "}");
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
