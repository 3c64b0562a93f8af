package collector.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One JSON object (RFC 8259) in each line; members of inner objects get names with dots. */
final class JsonFormat implements LineFormat {
  private static final int DEEPEST = 32;
  private static final Set<String> LEVELS = Set.of("level", "severity", "log.level", "lvl");
  private static final Set<String> TIMES = Set.of("time", "timestamp", "ts", "@timestamp");

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(64).build())
          .build();
  private final TimeStamps times;

  JsonFormat(TimeStamps times) {
    this.times = times;
  }

  @Override
  public boolean read(String line, Fields fields) {
    try (JsonParser json = factory.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      object("", json, fields);
      return json.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private void object(String prefix, JsonParser json, Fields fields) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = prefix + json.currentName();
      JsonToken token = json.nextToken();
      switch (token) {
        case START_OBJECT -> object(name + ".", json, fields);
        case START_ARRAY -> fields.put(name, array(json));
        case VALUE_NUMBER_INT -> number(name, json, fields);
        case VALUE_NUMBER_FLOAT -> number(name, json, fields);
        case VALUE_TRUE, VALUE_FALSE -> fields.put(name, json.getBooleanValue());
        case VALUE_STRING -> text(name, json.getText(), fields);
        default -> {}
      }
    }
  }

  private void number(String name, JsonParser json, Fields fields) throws IOException {
    String text = json.getText();
    if (TIMES.contains(name)) {
      fields.time(times.parse(text));
    }
    fields.put(name, value(text));
  }

  private static Object value(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      double number = Double.parseDouble(text);
      return Double.isInfinite(number) ? text : (Object) number;
    }
  }

  private void text(String name, String text, Fields fields) {
    if (LEVELS.contains(name)) {
      fields.level(text);
    } else if (TIMES.contains(name)) {
      fields.time(times.parse(text));
    }
    fields.put(name, text);
  }

  /** As texts; inner arrays and objects are left to the line. */
  private static List<String> array(JsonParser json) throws IOException {
    List<String> values = new ArrayList<>();
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token == null) {
        throw new IOException("the array does not end");
      }
      if (token.isScalarValue()) {
        values.add(json.getText());
      } else {
        json.skipChildren();
      }
    }
    return values;
  }
}
