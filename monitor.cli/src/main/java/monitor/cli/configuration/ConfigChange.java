package monitor.cli.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What is to be set over the files of a table. The platform takes all of it at a time, so that what
 * stands there already is sent with it.
 *
 * @param pid of the table
 * @param now its keys; none if it is an instance that is not there yet
 * @param schema of its keys
 * @param wanted what was typed by key; null leaves the key to the files again
 */
record ConfigChange(
    String pid, List<ConfigEntry> now, JsonNode schema, Map<String, JsonNode> wanted) {

  /** All that is to stand over the files. */
  ObjectNode values() {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    now.stream()
        .filter(each -> each.over() && !wanted.containsKey(each.id()))
        .forEach(each -> values.set(each.id(), each.value()));
    wanted.forEach((key, value) -> {
      if (!value.isNull()) {
        values.set(key, value);
      }
    });
    return values;
  }

  /**
   * Keys that stand over the files and cannot be sent again, because they are not shown in full.
   */
  List<String> untold() {
    return now.stream()
        .filter(each -> each.over() && each.hidden() && !wanted.containsKey(each.id()))
        .map(ConfigEntry::name)
        .toList();
  }

  /** What a key is by now. */
  ConfigEntry before(String key) {
    return now.stream()
        .filter(each -> each.id().equals(key))
        .findFirst()
        .orElseGet(() ->
            new ConfigEntry(pid, key, MissingNode.getInstance(), Origin.of(pid, ""), false, true))
        .orDefault(ConfigEntry.standard(schema, key));
  }

  /** What it will be, for a person. */
  String after(String key) {
    JsonNode value = wanted.getOrDefault(key, MissingNode.getInstance());
    String standard = ConfigEntry.text(ConfigEntry.standard(schema, key));
    return !value.isNull()
        ? ConfigEntry.text(value)
        : "what the files say" + (standard.isEmpty() ? "" : ", else " + standard);
  }

  /** For programs. */
  ObjectNode json(String key) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ConfigEntry before = before(key);
    json.put("key", before.name());
    json.set("before", before.json().path("value"));
    json.put("from", before.origin().kind());
    json.set("after", wanted.getOrDefault(key, json.nullNode()));
    return json;
  }
}
