package monitor.cli.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Conditions on events, all of which have to hold. */
final class TapFilter implements Predicate<JsonNode> {
  private final List<Predicate<JsonNode>> conditions;

  private TapFilter(List<Predicate<JsonNode>> conditions) {
    this.conditions = conditions;
  }

  /**
   * Of conditions such as {@code host=db1} or {@code body~refused}.
   *
   * @throws ParameterException if one is none
   */
  static TapFilter of(List<String> texts, CommandLine line) {
    List<Predicate<JsonNode>> conditions = new ArrayList<>();
    for (String text : texts) {
      String[] equal = text.split("=", 2);
      String[] contained = text.split("~", 2);
      if (contained.length == 2 && contained[0].length() < equal[0].length()) {
        conditions.add(event -> value(event, contained[0]).contains(contained[1]));
      } else if (equal.length == 2 && !equal[0].isEmpty()) {
        conditions.add(event -> value(event, equal[0]).equals(equal[1]));
      } else {
        throw new ParameterException(
            line, "--where takes KEY=TEXT or KEY~TEXT, and '%s' is neither".formatted(text));
      }
    }
    return new TapFilter(conditions);
  }

  /** A member of the event, of what it carries, or one of its attributes; empty if none is it. */
  private static String value(JsonNode event, String key) {
    for (JsonNode place :
        List.of(
            event,
            event.path("payload"),
            event.path("attributes"),
            event.path("payload").path("attributes"))) {
      if (place.has(key)) {
        return place.get(key).asText();
      }
    }
    return "";
  }

  @Override
  public boolean test(JsonNode event) {
    return conditions.stream().allMatch(condition -> condition.test(event));
  }
}
