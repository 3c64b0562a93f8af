package sink.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import monitor.api.delivery.BatchHeader;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import org.jspecify.annotations.Nullable;

/** One JSON object on each line; numbers that are none become the strings NaN and Infinity. */
final class JsonLines implements LineFormat {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  @Override
  public void event(BatchHeader header, long sequence, Event event, OutputStream out)
      throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      begin(json, event.timeNanos(), header);
      json.writeNumberField("sequence", sequence);
      JsonPayload.write(json, event.payload());
      attributes(json, "attributes", event.attributes());
      json.writeEndObject();
    }
    out.write('\n');
  }

  @Override
  public void gap(BatchHeader header, OutputStream out) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      begin(json, header.sealedNanos(), header);
      json.writeObjectFieldStart("gap");
      json.writeNumberField("from", header.id().firstSequence());
      json.writeNumberField("to", header.id().nextSequence() - 1);
      text(json, "reason", header.gap());
      json.writeEndObject();
      json.writeEndObject();
    }
    out.write('\n');
  }

  private static void begin(JsonGenerator json, long nanos, BatchHeader header) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", LineFormat.time(nanos));
    text(json, "host", header.origin().host());
    text(json, "source", header.origin().source());
    text(json, "kind", header.kind().name());
  }

  static void attributes(JsonGenerator json, String name, Attributes attributes)
      throws IOException {
    if (attributes.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(name);
    for (var attribute : attributes.asMap().entrySet()) {
      json.writeFieldName(wellFormed(attribute.getKey()));
      value(json, attribute.getValue());
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          value(json, element);
        }
        json.writeEndArray();
      }
      default -> json.writeString(wellFormed(value.toString()));
    }
  }

  static void text(JsonGenerator json, String name, @Nullable String text) throws IOException {
    if (text == null) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, wellFormed(text));
    }
  }

  /** Half a surrogate pair has no form in UTF-8; it becomes U+FFFD. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }
}
