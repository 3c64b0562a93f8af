package analysis.alerts;

import static analysis.alerts.AlertJson.MAPPER;
import static analysis.alerts.AlertJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import monitor.api.query.Alert;
import monitor.api.query.AlertRule;

/**
 * The memory as JSON. Versions of the plugin read what each other wrote: fields that are not known
 * are left alone, those that are missing have a meaning, and what that cannot express is another
 * format.
 */
final class MemoryJson {
  private static final int FORMAT = 1;

  private MemoryJson() {}

  static JsonNode write(Memory memory) {
    ObjectNode node = MAPPER.createObjectNode().put("format", FORMAT);
    ArrayNode watches = node.putArray("watches");
    memory.watches().forEach(watch -> watches.add(write(watch)));
    ArrayNode forgotten = node.putArray("forgotten");
    memory.forgotten().forEach(mark -> forgotten.add(write(mark)));
    ArrayNode ended = node.putArray("ended");
    memory.ended().forEach(alert -> ended.add(AlertJson.write(alert)));
    ArrayNode channels = node.putArray("channels");
    memory.channels().forEach(channel -> channels.add(write(channel)));
    return node;
  }

  private static ObjectNode write(Watch.State watch) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("rule", watch.subject().rule());
    node.put("host", watch.subject().host());
    node.put("metric", watch.subject().metric());
    node.put("unit", watch.subject().unit());
    node.set("attributes", AlertJson.attributes(watch.subject().attributes().asMap()));
    node.put("phase", AlertJson.lower(watch.phase()));
    node.put("id", watch.id());
    node.put("severity", AlertJson.lower(watch.severity()));
    node.put("condition", watch.condition());
    node.put("since", watch.sinceNanos());
    node.put("cool", watch.coolNanos());
    node.put("seen", watch.seenNanos());
    node.put("value", watch.value());
    Mark mark = watch.mark();
    if (mark != null) {
      node.set("mark", write(mark));
    }
    watch.told().forEach(node.putArray("told")::add);
    return node;
  }

  private static ObjectNode write(Mark mark) {
    return MAPPER
        .createObjectNode()
        .put("agent", mark.agent())
        .put("epoch", mark.epoch())
        .put("stream", mark.stream())
        .put("sequence", mark.sequence());
  }

  private static ObjectNode write(Channel.State channel) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("name", channel.name());
    node.put("delivered", channel.delivered());
    node.put("dropped", channel.dropped());
    if (channel.last() != null) {
      node.put("last", channel.last().toString());
    }
    ArrayNode waiting = node.putArray("waiting");
    for (Notification notification : channel.waiting()) {
      waiting.addObject().put("key", notification.key()).put("body", notification.body());
    }
    return node;
  }

  /**
   * Reads it.
   *
   * @throws IOException if it is of another format, or damaged
   */
  static Memory read(JsonNode node) throws IOException {
    int format = node.path("format").asInt();
    if (format != FORMAT) {
      throw new IOException("it has the format %d, not %d".formatted(format, FORMAT));
    }
    try {
      return new Memory(
          all(node.path("watches"), MemoryJson::watch),
          all(node.path("forgotten"), MemoryJson::mark),
          all(node.path("ended"), (JsonNode each) -> (Alert) AlertJson.alert(each)),
          all(node.path("channels"), MemoryJson::channel));
    } catch (RuntimeException e) {
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
  }

  private static <T> List<T> all(JsonNode array, Function<JsonNode, T> read) {
    List<T> all = new ArrayList<>();
    array.forEach(each -> all.add(read.apply(each)));
    return all;
  }

  private static Watch.State watch(JsonNode node) {
    Watch.Subject subject =
        new Watch.Subject(
            text(node, "rule"),
            text(node, "host"),
            text(node, "metric"),
            text(node, "unit"),
            AlertJson.attributes(node.path("attributes")));
    return new Watch.State(
        subject,
        AlertJson.constant(Watch.Phase.class, node, "phase"),
        text(node, "id"),
        AlertJson.constant(AlertRule.Severity.class, node, "severity"),
        text(node, "condition"),
        node.path("since").asLong(),
        node.path("cool").asLong(),
        node.path("seen").asLong(),
        AlertJson.number(node, "value"),
        node.has("mark") ? mark(node.path("mark")) : null,
        AlertJson.texts(node.path("told")));
  }

  private static Mark mark(JsonNode node) {
    return new Mark(
        text(node, "agent"),
        text(node, "epoch"),
        text(node, "stream"),
        node.path("sequence").asLong());
  }

  private static Channel.State channel(JsonNode node) {
    return new Channel.State(
        text(node, "name"),
        all(node.path("waiting"), each -> new Notification(text(each, "key"), text(each, "body"))),
        node.path("delivered").asLong(),
        node.path("dropped").asLong(),
        AlertJson.instant(node, "last"));
  }
}
