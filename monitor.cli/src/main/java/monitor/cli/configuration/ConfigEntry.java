package monitor.cli.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A key of the configuration and what is in force.
 *
 * @param pid of its table
 * @param id of the key
 * @param value missing if it has none, or it is not shown
 * @param origin what set it
 * @param secret whether its value is never shown
 * @param editable whether it may be set over the files
 */
record ConfigEntry(
    String pid, String id, JsonNode value, Origin origin, boolean secret, boolean editable) {
  /** What the platform puts in the place of user and password of an address. */
  private static final String MASKED = "//***@";

  /** The keys of a table, without their defaults. */
  static List<ConfigEntry> of(JsonNode table) {
    String pid = table.path("pid").asText();
    List<ConfigEntry> entries = new ArrayList<>();
    for (JsonNode key : table.path("keys")) {
      JsonNode value = key.path("value");
      entries.add(
          new ConfigEntry(
              pid,
              key.path("key").asText(),
              value.isNull() ? JsonNodeFactory.instance.missingNode() : value,
              Origin.of(pid, key.path("origin").asText()),
              key.path("secret").asBoolean(),
              key.path("editable").asBoolean()));
    }
    return entries;
  }

  /** The same with a default, if nothing sets it. */
  ConfigEntry orDefault(JsonNode standard) {
    return set() ? this : new ConfigEntry(pid, id, standard, origin, secret, editable);
  }

  /** The default of a key; missing if it has none. */
  static JsonNode standard(JsonNode schema, String id) {
    return schema.path("properties").path(id).path("default");
  }

  /** Its name on the command line. */
  String name() {
    return pid + "." + id;
  }

  /** Whether something sets it. */
  boolean set() {
    return !origin.kind().equals(Origin.DEFAULT);
  }

  /** Whether it is set over the files. */
  boolean over() {
    return origin.kind().equals(Origin.OVERLAY);
  }

  /** Whether it is set to something that is not shown, or in part only. */
  boolean hidden() {
    return set() && (value.isMissingNode() || value.toString().contains(MASKED));
  }

  /** Its value for a person. */
  String text() {
    if (value.isMissingNode()) {
      return !set() ? "" : secret ? "(a secret, not shown)" : "(not shown)";
    }
    return text(value);
  }

  /** A value for a person: lists as they are typed. */
  static String text(JsonNode value) {
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  /** For programs. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("key", name());
    json.set("value", value.isMissingNode() ? json.nullNode() : value);
    json.put("from", origin.kind());
    json.put("origin", origin.place());
    json.put("secret", secret);
    json.put("editable", editable);
    return json;
  }
}
