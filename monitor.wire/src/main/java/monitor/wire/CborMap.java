package monitor.wire;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CBOR map with text keys (RFC 8949), read as a whole; it is short. Keys that nobody asks for are
 * passed over.
 *
 * @param values texts, longs, byte strings, lists of them; others are left out
 */
record CborMap(Map<String, Object> values) {
  private static final CBORFactory FACTORY = new CBORFactory();
  private static final int MOST_DEPTH = 8;
  private static final int MOST_TEXT = 500;
  private static final Object OTHER = new Object();

  /** Writes the fields of a map. */
  @FunctionalInterface
  interface Fields {
    void write(CBORGenerator cbor) throws IOException;
  }

  /** A message: its type, then a map. */
  static ByteBuffer message(int type, Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    bytes.write(type);
    try (CBORGenerator cbor = FACTORY.createGenerator(bytes)) {
      cbor.writeStartObject();
      fields.write(cbor);
      cbor.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /** A sentence that is not too long. */
  static String cut(String text) {
    if (text.length() <= MOST_TEXT) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MOST_TEXT - 1)) ? MOST_TEXT - 1 : MOST_TEXT;
    return text.substring(0, end);
  }

  static CborMap read(ByteBuffer bytes) throws IOException {
    byte[] all = new byte[bytes.remaining()];
    bytes.duplicate().get(all);
    try (CBORParser parser = FACTORY.createParser(all)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("expected a map");
      }
      return new CborMap(map(parser, 0));
    } catch (RuntimeException e) {
      throw new IOException("the map is damaged: " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> map(CBORParser parser, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw new IOException("it is nested too deep");
    }
    Map<String, Object> values = new HashMap<>();
    while (next(parser) != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      values.put(name, value(parser, next(parser), depth));
    }
    return values;
  }

  private static JsonToken next(CBORParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new IOException("it ends too early");
    }
    return token;
  }

  private static Object value(CBORParser parser, JsonToken token, int depth) throws IOException {
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_EMBEDDED_OBJECT -> parser.getBinaryValue();
      case START_ARRAY -> list(parser, depth + 1);
      case START_OBJECT -> map(parser, depth + 1);
      default -> OTHER;
    };
  }

  private static List<Object> list(CBORParser parser, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw new IOException("it is nested too deep");
    }
    List<Object> values = new ArrayList<>();
    for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
      values.add(value(parser, token, depth));
    }
    return values;
  }

  String text(String name) throws IOException {
    return as(String.class, name, "a text");
  }

  long number(String name, long least, long most) throws IOException {
    long number = as(Long.class, name, "an integer");
    if (number < least || number > most) {
      throw new IOException("%s: %d is not between %d and %d".formatted(name, number, least, most));
    }
    return number;
  }

  byte[] bytes(String name) throws IOException {
    return as(byte[].class, name, "a byte string");
  }

  List<?> list(String name) throws IOException {
    return as(List.class, name, "an array");
  }

  List<String> texts(String name) throws IOException {
    return all(String.class, name, "texts");
  }

  /** Integers that fit into 31 bits. */
  List<Long> numbers(String name) throws IOException {
    List<Long> numbers = all(Long.class, name, "integers");
    if (numbers.stream().anyMatch(number -> number < 0 || number > Integer.MAX_VALUE)) {
      throw new IOException(name + ": a number is out of range");
    }
    return numbers;
  }

  private <T> List<T> all(Class<T> type, String name, String what) throws IOException {
    List<T> all = new ArrayList<>();
    for (Object value : list(name)) {
      all.add(cast(type, value, name, what));
    }
    return all;
  }

  private <T> T as(Class<T> type, String name, String what) throws IOException {
    return cast(type, values.get(name), name, what);
  }

  private static <T> T cast(Class<T> type, @Nullable Object value, String name, String what)
      throws IOException {
    if (!type.isInstance(value)) {
      throw new IOException(name + ": expected " + what);
    }
    return type.cast(value);
  }
}
