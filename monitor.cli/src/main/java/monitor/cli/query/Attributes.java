package monitor.cli.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/** What tells series of one name apart, as {@code name=value,...}. */
final class Attributes {
  private Attributes() {}

  static String text(JsonNode attributes) {
    return attributes.properties().stream()
        .map(each -> each.getKey() + "=" + each.getValue().asText())
        .collect(Collectors.joining(","));
  }
}
