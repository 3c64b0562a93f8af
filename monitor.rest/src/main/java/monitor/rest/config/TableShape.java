package monitor.rest.config;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import monitor.api.operation.ConfigurationTable;
import org.jspecify.annotations.Nullable;

/** The JSON shapes of a table of the configuration. */
final class TableShape {
  private TableShape() {}

  /** With what is set. */
  static Map<String, Object> of(ConfigurationTable table) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("pid", table.pid());
    shape.put("table", table.table());
    shape.put("name", table.name());
    shape.put("description", table.description());
    shape.put("factory", table.factory());
    shape.put("editable", table.editable());
    shape.put("keys", table.keys().stream().map(TableShape::key).toList());
    return shape;
  }

  private static Map<String, Object> key(ConfigurationTable.Key key) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("key", key.id());
    shape.put("value", key.value());
    shape.put("origin", key.origin());
    shape.put("secret", key.type().secret());
    shape.put("editable", key.editable());
    return shape;
  }

  /** As JSON Schema (2020-12) of the values. */
  static Map<String, Object> schema(ConfigurationTable table) {
    Map<String, Object> properties = new LinkedHashMap<>();
    table.keys().forEach(key -> properties.put(key.id(), property(key)));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", table.name());
    schema.put("description", table.description());
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put(
        "required",
        table.keys().stream()
            .filter(key -> key.type().required())
            .map(ConfigurationTable.Key::id)
            .toList());
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> property(ConfigurationTable.Key key) {
    ConfigurationTable.Type type = key.type();
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("type", type.json());
    if (!type.options().isEmpty()) {
      one.put("enum", type.options());
    }
    limit(one, type, "min", type.min());
    limit(one, type, "max", type.max());
    Map<String, Object> property = type.list() ? new LinkedHashMap<>() : one;
    if (type.list()) {
      property.put("type", "array");
      property.put("items", one);
    }
    property.put("title", key.name());
    property.put("description", key.description());
    List<Object> defaults = type.defaults().stream().map(text -> typed(type, text)).toList();
    if (type.list() && !type.required()) {
      property.put("default", defaults);
    } else if (!defaults.isEmpty()) {
      property.put("default", defaults.getFirst());
    }
    if (type.secret()) {
      property.put("writeOnly", true);
    }
    return property;
  }

  /** Numbers have limits that JSON Schema knows; those of durations, sizes and lengths are ours. */
  private static void limit(
      Map<String, Object> one, ConfigurationTable.Type type, String end, @Nullable String limit) {
    if (limit != null) {
      boolean number = !type.json().equals("string");
      one.put(number ? end + "imum" : "x-" + end, number ? new BigDecimal(limit) : limit);
    }
  }

  private static Object typed(ConfigurationTable.Type type, String text) {
    return switch (type.json()) {
      case "integer", "number" ->
          Optional.of(text).filter(t -> !t.isBlank()).<Object>map(BigDecimal::new).orElse(text);
      case "boolean" -> Boolean.valueOf(text);
      default -> text;
    };
  }
}
