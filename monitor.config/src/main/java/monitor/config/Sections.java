package monitor.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tables of several files, gathered by PID. Since keys have dots too, a table is a path that
 * some bundle describes, and what lies below it are its keys.
 */
final class Sections {
  private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Schema schema;
  private final Map<String, Section> byPid = new TreeMap<>();
  private final List<Problem> problems;

  Sections(Schema schema, List<Problem> problems) {
    this.schema = schema;
    this.problems = problems;
  }

  /** What was gathered, by PID. */
  Map<String, Section> byPid() {
    return byPid;
  }

  /** Adds the tables of a file. */
  void add(Path file, Node.Table root, Expansion expansion) {
    new Walk(file, expansion).tables("", root);
  }

  /** The section of a PID that is not an instance, made if it is not there. */
  Section section(ObjectClass type, Path file) {
    return section(type, type.pid(), file, 0);
  }

  private Section section(ObjectClass type, String pid, Path file, int line) {
    return byPid.computeIfAbsent(
        pid, name -> new Section(type, name, new LinkedHashMap<>(), file, line));
  }

  /** One pass over one file. */
  private final class Walk {
    private final Path file;
    private final Expansion expansion;

    Walk(Path file, Expansion expansion) {
      this.file = file;
      this.expansion = expansion;
    }

    /** Children of a path that is no table of ours, but may lead to some. */
    void tables(String path, Node.Table parent) {
      parent
          .children()
          .forEach((key, child) -> child(path.isEmpty() ? key : path + "." + key, child));
    }

    private void child(String path, Node child) {
      Optional<ObjectClass> type = schema.table(path);
      if (type.isPresent()) {
        found(type.get(), child);
      } else if (child instanceof Node.Table table && schema.leadsToTable(path)) {
        tables(path, table);
      } else {
        unknown(path, child);
      }
    }

    private void found(ObjectClass type, Node child) {
      switch (child) {
        case Node.Table table when !type.factory() -> {
          Section section = section(type, type.pid(), file, table.line());
          keys(section, "", table);
        }
        case Node.Tables tables when type.factory() -> instances(type, tables);
        case Node.Table table ->
            problem(table, type.pid(), "has instances, write [[%s]]".formatted(type.pid()));
        case Node.Tables tables ->
            problem(tables, type.pid(), "has no instances, write [%s]".formatted(type.pid()));
        case Node.Value value when value.value() instanceof List<?> list && list.isEmpty() -> {}
        case Node.Value value ->
            problem(value, type.pid(), "is a table, write [%s]".formatted(type.pid()));
      }
    }

    private void instances(ObjectClass type, Node.Tables tables) {
      for (Node.Table table : tables.items()) {
        String name = name(type, table);
        if (name != null) {
          instance(type, type.pid() + "~" + name, table);
        }
      }
    }

    private void instance(ObjectClass type, String pid, Node.Table table) {
      Section known = byPid.get(pid);
      if (known != null) {
        problem(
            table,
            pid,
            "another instance has this name, in %s:%d".formatted(known.file(), known.line()));
      } else {
        keys(section(type, pid, file, table.line()), "", table);
      }
    }

    private @Nullable String name(ObjectClass type, Node.Table table) {
      Node node = table.children().get(Section.NAME);
      if (node == null) {
        problem(table, type.pid(), "every instance needs a name, write name = \"...\"");
      } else if (node instanceof Node.Value value
          && value.value() instanceof String name
          && INSTANCE.matcher(name).matches()) {
        return name;
      } else {
        problem(
            node,
            type.pid() + "." + Section.NAME,
            "is a text of at most 64 letters, digits, dots, dashes and underscores");
      }
      return null;
    }

    private void keys(Section section, String path, Node.Table table) {
      table
          .children()
          .forEach((key, child) -> key(section, path.isEmpty() ? key : path + "." + key, child));
    }

    private void key(Section section, String key, Node child) {
      switch (child) {
        case Node.Value value -> value(section, key, value);
        case Node.Table table -> below(section, key, table);
        case Node.Tables tables -> below(section, key, tables);
      }
    }

    /** A table inside a table: one of ours, or keys with dots. */
    private void below(Section section, String key, Node child) {
      String path = section.type().pid() + "." + key;
      if (schema.table(path).isPresent()) {
        found(schema.table(path).get(), child);
      } else if (child instanceof Node.Table table) {
        keys(section, key, table);
      } else {
        unknown(path, child);
      }
    }

    private void value(Section section, String key, Node.Value node) {
      Setting known = section.settings().get(key);
      if (known != null) {
        String message = "is already set in %s:%d".formatted(known.file(), known.line());
        problem(node, section.pid() + "." + key, message);
        return;
      }
      try {
        Object value = expanded(node.value());
        boolean changed = !value.equals(node.value());
        section.settings().put(key, new Setting(value, file, node.line(), changed));
      } catch (Expansion.ExpansionException e) {
        problem(node, section.pid() + "." + key, String.valueOf(e.getMessage()));
      }
    }

    private Object expanded(Object value) throws Expansion.ExpansionException {
      if (value instanceof String text) {
        return expansion.expand(text);
      }
      if (value instanceof List<?> items) {
        List<Object> all = new ArrayList<>();
        for (Object item : items) {
          all.add(expanded(item));
        }
        return all;
      }
      return value;
    }

    private void unknown(String path, Node child) {
      String what =
          child instanceof Node.Value ? "is no table and no key" : "no plugin has this table";
      problem(child, shown(path, child), what + suggestion(shown(path, child)));
    }

    /** The path of the first table below that holds a value, which is what a person wrote. */
    private String shown(String path, Node child) {
      if (child instanceof Node.Table table && table.children().size() == 1) {
        Map.Entry<String, Node> only = table.children().entrySet().iterator().next();
        return only.getValue() instanceof Node.Value
            ? path
            : shown(path + "." + only.getKey(), only.getValue());
      }
      return path;
    }

    private String suggestion(String path) {
      return Schema.nearest(path, schema.tables().keySet())
          .map("; did you mean [%s]?"::formatted)
          .orElse("");
    }

    private void problem(Node node, String key, String message) {
      problems.add(new Problem(file, node.line(), key, message));
    }
  }
}
