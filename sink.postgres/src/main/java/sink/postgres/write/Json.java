package sink.postgres.write;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import monitor.api.event.Attributes;
import org.jspecify.annotations.Nullable;

/** JSON that PostgreSQL can hold as {@code jsonb}: numbers that JSON lacks become strings. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Writes one JSON value. */
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json) throws IOException, UnstorableException;
  }

  /** Writes to a stream that throws nothing. */
  static void write(OutputStream target, Content content) throws UnstorableException {
    try (JsonGenerator json = FACTORY.createGenerator(target)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  /** Attributes as a jsonb column; null if there are none. */
  static void attributes(RowBuffer row, Attributes attributes) throws UnstorableException {
    if (attributes.isEmpty()) {
      row.none();
    } else {
      column(row, json -> map(json, attributes.asMap()));
    }
  }

  /** A jsonb column. */
  static void column(RowBuffer row, Content content) throws UnstorableException {
    int at = row.beginJson();
    write(row, content);
    row.endOpen(at);
  }

  /** An object of attributes' values. */
  static void map(JsonGenerator json, Map<String, ?> values)
      throws IOException, UnstorableException {
    json.writeStartObject();
    for (Map.Entry<String, ?> entry : values.entrySet()) {
      String name = entry.getKey();
      json.writeFieldName(Strings.check("the name of an attribute", name));
      value(json, name, entry.getValue());
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, String name, Object value)
      throws IOException, UnstorableException {
    switch (value) {
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          json.writeString(Strings.check("attribute " + name, element.toString()));
        }
        json.writeEndArray();
      }
      default -> json.writeString(Strings.check("attribute " + name, value.toString()));
    }
  }

  /** A field with a text, or null. */
  static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException, UnstorableException {
    json.writeStringField(name, value == null ? null : Strings.check(name, value));
  }

  /** A field with texts. */
  static void texts(JsonGenerator json, String name, List<String> values)
      throws IOException, UnstorableException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(Strings.check(name, value));
    }
    json.writeEndArray();
  }

  /** A field with numbers. */
  static void numbers(JsonGenerator json, String name, List<Double> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (double value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }

  /** A field with a number, or null. */
  static void number(JsonGenerator json, String name, @Nullable Number value) throws IOException {
    switch (value) {
      case null -> json.writeNullField(name);
      case Double number -> json.writeNumberField(name, number);
      default -> json.writeNumberField(name, value.longValue());
    }
  }
}
