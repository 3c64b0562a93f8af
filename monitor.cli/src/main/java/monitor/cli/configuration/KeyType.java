package monitor.cli.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import monitor.cli.client.Texts;

/**
 * What a key of the configuration takes.
 *
 * @param property of the JSON Schema; missing if there is no such key
 */
record KeyType(JsonNode property) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A value that was typed. What does not fit is sent as the text that it is: the platform says
   * best what it would take.
   */
  JsonNode value(String text) {
    return switch (property.path("type").asText()) {
      case "array" -> text.strip().startsWith("[") ? read(text, JsonNode::isArray) : text(text);
      case "integer", "number" -> read(text, JsonNode::isNumber);
      case "boolean" -> read(text, JsonNode::isBoolean);
      default -> text(text);
    };
  }

  private interface Test {
    boolean fits(JsonNode node);
  }

  private static JsonNode read(String text, Test test) {
    try {
      JsonNode read = JSON.readTree(text);
      return test.fits(read) ? read : text(text);
    } catch (IOException e) {
      return text(text);
    }
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  /** For a person. */
  String words() {
    boolean list = property.path("type").asText().equals("array");
    JsonNode one = list ? property.path("items") : property;
    String type = one.path("type").asText().replace("string", "text");
    String options = String.join(", ", Texts.of(one.path("enum")));
    String words = (list ? "a list of " : "") + (options.isEmpty() ? type : options) + limits(one);
    return property.path("writeOnly").asBoolean() ? "a secret, set in files only" : words;
  }

  private static String limits(JsonNode one) {
    String least = one.path("minimum").asText(one.path("x-min").asText());
    String most = one.path("maximum").asText(one.path("x-max").asText());
    if (least.isEmpty()) {
      return most.isEmpty() ? "" : ", at most " + most;
    }
    return most.isEmpty() ? ", at least " + least : ", %s to %s".formatted(least, most);
  }
}
