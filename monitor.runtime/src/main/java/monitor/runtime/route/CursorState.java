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
  private static final String DROPPED = "dropped.";
  private static final String GAPS = "gaps.";

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
   * @param gaps numbers of the stream up to there that were gaps in the journal, by reason
   */
  public record Entry(
      long base, long acked, long delivered, Map<String, Long> dropped, Map<String, Long> gaps) {
    /** Copies the maps. */
    public Entry {
      dropped = Map.copyOf(dropped);
      gaps = Map.copyOf(gaps);
    }

    /** Of a stream that the sink does not take: nothing of it is owed. */
    static final Entry REFUSED = new Entry(-1, -1, 0, Map.of(), Map.of());

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
        write(json, DROPPED, entry.dropped());
        write(json, GAPS, entry.gaps());
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, String prefix, Map<String, Long> counts)
      throws IOException {
    for (Map.Entry<String, Long> count : new TreeMap<>(counts).entrySet()) {
      json.writeNumberField(prefix + count.getKey(), count.getValue());
    }
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
    Map<String, Long> gaps = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      long value = json.nextLongValue(0);
      if (name.startsWith(DROPPED)) {
        dropped.put(name.substring(DROPPED.length()), value);
      } else if (name.startsWith(GAPS)) {
        gaps.put(name.substring(GAPS.length()), value);
      } else {
        numbers.put(name, value);
      }
    }
    return new Entry(
        numbers.getOrDefault("base", 0L),
        numbers.getOrDefault("acked", 0L),
        numbers.getOrDefault("delivered", 0L),
        dropped,
        gaps);
  }
}
