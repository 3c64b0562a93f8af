package monitor.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import monitor.api.operation.ConfigurationTable;
import org.jspecify.annotations.Nullable;

/**
 * Shows what is set, but no secret: neither one by its key, nor one that a text was filled with.
 */
public final class Tables {
  /**
   * Tables that decide who may come in and what may run: whoever may write the files decides over
   * them, and nobody from afar.
   */
  public static final Set<String> CLOSED = Set.of("deployer", "monitor.rest", "policy");

  private static final Pattern USER = Pattern.compile("//[^/@\\s]*@");

  private Tables() {}

  /** All tables of a schema, with what the sections set. */
  static List<ConfigurationTable> of(Schema schema, Map<String, Section> sections) {
    Map<String, ConfigurationTable> tables = new TreeMap<>();
    schema.tables().values().stream()
        .filter(ObjectClass::described)
        .forEach(type -> tables.put(type.pid(), table(type.pid(), type, null)));
    sections.forEach((pid, section) -> {
      if (section.type().described()) {
        tables.put(pid, table(pid, section.type(), section));
      }
    });
    return List.copyOf(tables.values());
  }

  private static ConfigurationTable table(String pid, ObjectClass type, @Nullable Section section) {
    boolean editable = !CLOSED.contains(type.pid());
    List<ConfigurationTable.Key> keys = new ArrayList<>();
    for (Attribute attribute : type.attributes().values()) {
      if (!attribute.id().equals(Validation.ORIGIN)) {
        Setting setting = section == null ? null : section.settings().get(attribute.id());
        boolean locked = section != null && section.locked().contains(attribute.id());
        keys.add(key(attribute, setting, editable && !locked && !attribute.secret()));
      }
    }
    return new ConfigurationTable(
        pid, type.pid(), type.name(), type.description(), type.factory(), editable, keys);
  }

  private static ConfigurationTable.Key key(
      Attribute attribute, @Nullable Setting setting, boolean editable) {
    return new ConfigurationTable.Key(
        attribute.id(),
        attribute.name(),
        attribute.description(),
        new ConfigurationTable.Type(
            json(attribute.type()),
            attribute.list(),
            attribute.required() && attribute.defaults().isEmpty(),
            attribute.secret(),
            attribute.secret() ? List.of() : attribute.standard(),
            attribute.range().min(),
            attribute.range().max(),
            attribute.options()),
        setting == null || attribute.secret() || setting.expanded() ? null : shown(setting.value()),
        setting == null ? "" : Validation.place(setting),
        editable);
  }

  private static Object shown(Object value) {
    return switch (value) {
      case String text -> USER.matcher(text).replaceAll("//***@");
      case List<?> items -> items.stream().map(Tables::shown).toList();
      default -> value;
    };
  }

  private static String json(Attribute.Type type) {
    return switch (type) {
      case STRING, PASSWORD, CHARACTER -> "string";
      case LONG, INTEGER, SHORT, BYTE -> "integer";
      case DOUBLE, FLOAT -> "number";
      case BOOLEAN -> "boolean";
    };
  }
}
