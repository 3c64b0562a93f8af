package monitor.cli.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import monitor.cli.terminal.VisibleText;

/** One event as a line for a person; control characters are shown, not obeyed. */
final class TappedText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private TappedText() {}

  static String of(JsonNode event) {
    List<String> parts = new ArrayList<>();
    parts.add(TIME.format(Instant.parse(event.path("time").asText())));
    parts.add(event.path("source").asText());
    parts.add(event.path("kind").asText());
    JsonNode payload = event.path("payload");
    switch (event.path("kind").asText()) {
      case "log" ->
          parts.add(payload.path("severity").asText() + " " + payload.path("body").asText());
      case "sample" ->
          parts.add(
              "%s %s %s"
                  .formatted(
                      payload.path("name").asText(),
                      payload.path("value").asText(),
                      payload.path("unit").asText())
                  .strip());
      default -> pairs(parts, payload);
    }
    pairs(parts, payload.path("attributes"));
    pairs(parts, event.path("attributes"));
    return VisibleText.of(String.join(" ", parts));
  }

  private static void pairs(List<String> parts, JsonNode object) {
    object
        .properties()
        .forEach(field -> {
          JsonNode value = field.getValue();
          if (!field.getKey().equals("attributes")) {
            parts.add(
                field.getKey() + "=" + (value.isValueNode() ? value.asText() : value.toString()));
          }
        });
  }
}
