package monitor.cli.launch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a running platform writes into {@code run/monitor.json} once its HTTP endpoint is bound.
 *
 * @param fields its texts and numbers by name
 */
public record RunNote(Map<String, String> fields) {

  /** The note in a data folder; empty if there is none, or it is being written. */
  public static Optional<RunNote> read(Path data) {
    try (JsonParser json = new JsonFactory().createParser(data.resolve(FILE).toFile())) {
      Map<String, String> fields = new TreeMap<>();
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        fields.put(name, String.valueOf(json.nextToken().isScalarValue() ? json.getText() : null));
      }
      return Optional.of(new RunNote(fields)).filter(note -> note.fields.containsKey("url"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Its place in the data folder. */
  static final String FILE = "run/monitor.json";

  /** The address of console and API, without a slash at its end. */
  public String url() {
    return fields.getOrDefault("url", "").replaceAll("/+$", "");
  }
}
