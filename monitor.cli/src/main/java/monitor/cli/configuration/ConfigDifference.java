package monitor.cli.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key that is not what it would be otherwise.
 *
 * @param otherwise what it would be: the default, or what a file says; null if it is not there
 * @param inForce what it is; null if it is not there
 */
record ConfigDifference(@Nullable ConfigEntry otherwise, @Nullable ConfigEntry inForce) {
  private static final String ABSENT = "(not there)";

  /** From the default. */
  static ConfigDifference ofDefault(ConfigEntry entry, JsonNode schema) {
    ConfigEntry unset =
        new ConfigEntry(
            entry.pid(),
            entry.id(),
            ConfigEntry.standard(schema, entry.id()),
            Origin.of(entry.pid(), ""),
            entry.secret(),
            entry.editable());
    return new ConfigDifference(unset, entry);
  }

  private Optional<ConfigEntry> either() {
    return Optional.ofNullable(inForce).or(() -> Optional.ofNullable(otherwise));
  }

  /** The table that describes it. */
  String table() {
    return either().map(ConfigEntry::pid).orElse("").split("~", 2)[0];
  }

  String name() {
    return either().map(ConfigEntry::name).orElse("");
  }

  String before() {
    return otherwise == null ? ABSENT : otherwise.text();
  }

  String now() {
    return inForce == null ? ABSENT : inForce.text();
  }

  String from() {
    return inForce == null ? "" : inForce.origin().toString();
  }

  /** For programs. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("key", name());
    json.set("otherwise", side(otherwise));
    json.set("inForce", side(inForce));
    return json;
  }

  /** Null if the key is not there; its value is null, too, where it has none or is not shown. */
  private static JsonNode side(@Nullable ConfigEntry entry) {
    return entry == null ? JsonNodeFactory.instance.nullNode() : entry.json().without("key");
  }
}
