package monitor.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A reference of every key with its default, as comments of a configuration file. */
public final class Template {
  private static final int WIDTH = 98;

  private Template() {}

  /** The reference of these tables; it changes nothing until a line is uncommented. */
  public static String of(Schema schema) {
    String tables =
        schema.tables().values().stream()
            .filter(ObjectClass::described)
            .sorted(Comparator.comparing(ObjectClass::pid))
            .map(Template::table)
            .collect(Collectors.joining("\n"));
    return """

    # Every table and every key, with its default. To change one, write it into its table above, or
    # remove the # from its line and from that of its table.

    """
        + tables;
  }

  private static String table(ObjectClass table) {
    StringBuilder text = new StringBuilder(comment(table.description(), ""));
    text.append((table.factory() ? "#[[%s]]\n" : "#[%s]\n").formatted(table.pid()));
    if (table.factory()) {
      text.append("#name = \"\"  # identifies this instance\n");
    }
    table.attributes().values().stream()
        .filter(attribute -> !attribute.id().equals(Section.NAME) || !table.factory())
        .forEach(attribute -> text.append(key(attribute)));
    return text.toString();
  }

  private static String key(Attribute attribute) {
    return comment(attribute.description(), "  ")
        + "#%s = %s%s\n".formatted(name(attribute), value(attribute), notes(attribute));
  }

  private static String notes(Attribute attribute) {
    String limits = limits(attribute);
    if (!attribute.indispensable()) {
      return limits;
    }
    return limits.isEmpty() ? "  # must be set" : limits + "; must be set";
  }

  /** Keys that begin with a dot stand in quotes. */
  private static String name(Attribute attribute) {
    return attribute.id().startsWith(".") ? "\"" + attribute.id() + "\"" : attribute.id();
  }

  private static String value(Attribute attribute) {
    List<String> defaults =
        attribute.standard().stream().map(value -> literal(attribute.type(), value)).toList();
    if (attribute.list()) {
      return "[" + String.join(", ", defaults) + "]";
    }
    return defaults.isEmpty() ? literal(attribute.type(), "") : defaults.getFirst();
  }

  private static String literal(Attribute.Type type, String value) {
    return switch (type) {
      case STRING, PASSWORD, CHARACTER ->
          "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
      default -> value.isEmpty() ? "0" : value;
    };
  }

  private static String limits(Attribute attribute) {
    String min = attribute.range().min();
    String max = attribute.range().max();
    if (!attribute.options().isEmpty()) {
      return "  # " + String.join(", ", attribute.options());
    }
    if (min != null && max != null) {
      return "  # %s to %s".formatted(min, max);
    }
    return min != null ? "  # at least " + min : max != null ? "  # at most " + max : "";
  }

  /** Comment lines of a bounded width. */
  private static String comment(String text, String indent) {
    StringBuilder lines = new StringBuilder();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      if (line.length() + word.length() > WIDTH - indent.length()) {
        lines.append("# ").append(indent).append(line.toString().strip()).append('\n');
        line.setLength(0);
      }
      line.append(word).append(' ');
    }
    return line.toString().isBlank()
        ? lines.toString()
        : lines + "# " + indent + line.toString().strip() + "\n";
  }
}
