package monitor.runtime.batch;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.event.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over CBOR that is fixed by position. {@link #endArray} passes over what a later version
 * appended. Every surprise is an {@link IOException} that names what was expected. Not thread safe.
 */
final class CborReader {
  private final CBORParser parser;
  private @Nullable JsonToken peeked;

  CborReader(CBORParser parser) {
    this.parser = parser;
  }

  private @Nullable JsonToken next() throws IOException {
    JsonToken token = peeked == null ? parser.nextToken() : peeked;
    peeked = null;
    return token;
  }

  private @Nullable JsonToken peek() throws IOException {
    if (peeked == null) {
      peeked = parser.nextToken();
    }
    return peeked;
  }

  /** Whether anything follows at all. */
  boolean atEnd() throws IOException {
    return peek() == null;
  }

  /** Whether the array goes on. */
  boolean hasNext() throws IOException {
    JsonToken token = peek();
    if (token == null) {
      throw new IOException("the data ends inside an array");
    }
    return token != JsonToken.END_ARRAY;
  }

  void beginArray() throws IOException {
    expect(next(), JsonToken.START_ARRAY, "an array");
  }

  void endArray() throws IOException {
    while (hasNext()) {
      next();
      parser.skipChildren();
    }
    next();
  }

  /** Whether the next value is an array. */
  boolean isArray() throws IOException {
    return peek() == JsonToken.START_ARRAY;
  }

  long number() throws IOException {
    expect(next(), JsonToken.VALUE_NUMBER_INT, "an integer");
    return parser.getLongValue();
  }

  @Nullable Long numberOrNull() throws IOException {
    return peek() == JsonToken.VALUE_NULL ? nothing() : Long.valueOf(number());
  }

  double decimal() throws IOException {
    JsonToken token = next();
    if (token == null || !token.isNumeric()) {
      throw new IOException("expected a number, found " + token);
    }
    return parser.getDoubleValue();
  }

  @Nullable Double decimalOrNull() throws IOException {
    return peek() == JsonToken.VALUE_NULL ? nothing() : Double.valueOf(decimal());
  }

  boolean flag() throws IOException {
    JsonToken token = next();
    if (token == null || !token.isBoolean()) {
      throw new IOException("expected true or false, found " + token);
    }
    return token == JsonToken.VALUE_TRUE;
  }

  String text() throws IOException {
    expect(next(), JsonToken.VALUE_STRING, "a text");
    return parser.getText();
  }

  @Nullable String textOrNull() throws IOException {
    return peek() == JsonToken.VALUE_NULL ? nothing() : text();
  }

  private <T> @Nullable T nothing() throws IOException {
    next();
    return null;
  }

  byte[] binary() throws IOException {
    expect(next(), JsonToken.VALUE_EMBEDDED_OBJECT, "a byte string");
    return parser.getBinaryValue();
  }

  List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    beginArray();
    while (hasNext()) {
      texts.add(text());
    }
    endArray();
    return texts;
  }

  List<Double> decimals() throws IOException {
    List<Double> decimals = new ArrayList<>();
    beginArray();
    while (hasNext()) {
      decimals.add(decimal());
    }
    endArray();
    return decimals;
  }

  Map<String, String> textMap() throws IOException {
    Map<String, String> map = new HashMap<>();
    expect(next(), JsonToken.START_OBJECT, "a map");
    for (String name = name(); name != null; name = name()) {
      map.put(name, text());
    }
    return map;
  }

  Attributes attributes() throws IOException {
    expect(next(), JsonToken.START_OBJECT, "a map of attributes");
    Map<String, Object> values = new TreeMap<>();
    for (String name = name(); name != null; name = name()) {
      values.put(name, value());
    }
    try {
      return Attributes.of(values);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Object value() throws IOException {
    JsonToken token = peek();
    return switch (token) {
      case VALUE_STRING -> text();
      case VALUE_NUMBER_INT -> number();
      case VALUE_NUMBER_FLOAT -> decimal();
      case VALUE_TRUE, VALUE_FALSE -> flag();
      case START_ARRAY -> texts();
      case null, default -> throw new IOException("expected an attribute's value, found " + token);
    };
  }

  /** The next name in a map; null at its end. */
  @Nullable String name() throws IOException {
    JsonToken token = next();
    if (token == JsonToken.END_OBJECT) {
      return null;
    }
    expect(token, JsonToken.FIELD_NAME, "a name");
    return parser.currentName();
  }

  void beginMap() throws IOException {
    expect(next(), JsonToken.START_OBJECT, "a map");
  }

  void skipValue() throws IOException {
    next();
    parser.skipChildren();
  }

  private static void expect(@Nullable JsonToken found, JsonToken expected, String what)
      throws IOException {
    if (found != expected) {
      throw new IOException(
          "expected " + what + ", found " + (found == null ? "the end" : found.toString()));
    }
  }
}
