package monitor.runtime.route;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is stored of a sink's cursor: for each stream the prefix that it accepted and the counters
 * that belong to it, so that the balance survives a crash. JSON, so that a person can read it.
 *
 * @param streams by stream name
 */
public record CursorState(Map<String, Entry> streams) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Copies the map. */
  public CursorState {
    streams = Map.copyOf(streams);
  }

  /**
   * One stream.
   *
   * @param base first sequence number owed
   * @param acked sequence number after the accepted prefix
   * @param delivered events accepted
   * @param dropped events dropped, by reason
   */
  public record Entry(long base, long acked, long delivered, Map<String, Long> dropped) {
    /** Copies the map. */
    public Entry {
      dropped = Map.copyOf(dropped);
    }

    /** Of a stream that the sink does not take: nothing of it is owed. */
    static final Entry REFUSED = new Entry(-1, -1, 0, Map.of());

    /** Whether the sink does not take the stream. */
    public boolean isRefused() {
      return base < 0;
    }
  }

  /** As bytes. */
  public byte[] encode() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (Map.Entry<String, Entry> stream : new TreeMap<>(streams).entrySet()) {
        Entry entry = stream.getValue();
        json.writeObjectFieldStart(stream.getKey());
        json.writeNumberField("base", entry.base());
        json.writeNumberField("acked", entry.acked());
        json.writeNumberField("delivered", entry.delivered());
        for (Map.Entry<String, Long> drop : new TreeMap<>(entry.dropped()).entrySet()) {
          json.writeNumberField("dropped." + drop.getKey(), drop.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /**
   * From bytes.
   *
   * @throws IOException if they are not a cursor
   */
  public static CursorState decode(byte[] bytes) throws IOException {
    Map<String, Entry> streams = new HashMap<>();
    try (JsonParser json = JSON.createParser(bytes)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String stream = json.currentName();
        json.nextToken();
        streams.put(stream, entry(json));
      }
    }
    return new CursorState(streams);
  }

  private static Entry entry(JsonParser json) throws IOException {
    Map<String, Long> numbers = new HashMap<>();
    Map<String, Long> dropped = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      long value = json.nextLongValue(0);
      if (name.startsWith("dropped.")) {
        dropped.put(name.substring("dropped.".length()), value);
      } else {
        numbers.put(name, value);
      }
    }
    return new Entry(
        numbers.getOrDefault("base", 0L),
        numbers.getOrDefault("acked", 0L),
        numbers.getOrDefault("delivered", 0L),
        dropped);
  }
}
