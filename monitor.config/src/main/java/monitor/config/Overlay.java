package monitor.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the console or the server set: one JSON object for each PID, in files {@code <pid>.json}.
 * Unlike the files that people write, a wrong one never prevents a start: it is left out and told.
 */
final class Overlay {
  private static final JsonFactory JSON = new JsonFactory();

  private Overlay() {}

  /** Puts the overlay over what the files say, except the keys that a file locks. */
  static void apply(Path folder, Schema schema, Sections sections, List<Problem> warnings) {
    for (Path file : files(folder, warnings)) {
      try {
        Node.Table table = read(file);
        String name = file.getFileName().toString();
        String pid = name.substring(0, name.length() - ".json".length());
        Section section = section(pid, file, schema, sections);
        table.children().forEach((key, node) -> set(section, key, node, file, warnings));
      } catch (IOException e) {
        warnings.add(new Problem(file, 0, "", ConfigurationFiles.LEFT_OUT + e.getMessage()));
      }
    }
  }

  private static List<Path> files(Path folder, List<Problem> warnings) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      warnings.add(new Problem(folder, 0, "", ConfigurationFiles.LEFT_OUT + e));
      return List.of();
    }
  }

  private static Section section(String pid, Path file, Schema schema, Sections sections)
      throws IOException {
    Section known = sections.byPid().get(pid);
    if (known != null) {
      return known;
    }
    String table = pid.split("~", 2)[0];
    ObjectClass type =
        schema.table(table).orElseThrow(() -> new IOException("no plugin has the table " + table));
    if (type.factory() != pid.contains("~")) {
      throw new IOException("the name does not fit the table " + table);
    }
    Section added = new Section(type, pid, new LinkedHashMap<>(), file, 1);
    sections.byPid().put(pid, added);
    return added;
  }

  private static void set(
      Section section, String key, Node node, Path file, List<Problem> warnings) {
    if (!(node instanceof Node.Value value)) {
      return;
    }
    Setting setting = new Setting(value.value(), file, node.line(), false);
    Attribute attribute = section.type().attributes().get(key);
    if (section.locked().contains(key)) {
      warnings.add(
          section.problem(key, setting, ConfigurationFiles.LEFT_OUT + "the file locks this key"));
    } else if (attribute == null && section.type().described()) {
      warnings.add(
          section.problem(key, setting, ConfigurationFiles.LEFT_OUT + "is no key of this table"));
    } else if (attribute != null && !Conversion.of(attribute, setting).problems().isEmpty()) {
      String why = String.join(", ", Conversion.of(attribute, setting).problems());
      warnings.add(section.problem(key, setting, ConfigurationFiles.LEFT_OUT + why));
    } else {
      section.settings().put(key, setting);
    }
  }

  private static Node.Table read(Path file) throws IOException {
    try (JsonParser json = JSON.createParser(file.toFile())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("is no JSON object");
      }
      Map<String, Node> children = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        int line = json.currentTokenLocation().getLineNr();
        children.put(key, new Node.Value(value(json), line));
      }
      return new Node.Table(children, 1);
    } catch (JacksonException e) {
      throw new IOException("is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      case START_ARRAY -> list(json);
      default ->
          throw new IOException("holds %s, which no key takes".formatted(json.currentToken()));
    };
  }

  private static List<Object> list(JsonParser json) throws IOException {
    List<Object> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(json));
    }
    return items;
  }
}
