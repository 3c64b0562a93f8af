package monitor.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns sections into the properties of configurations, and tells everything that is wrong. */
final class Validation {
  /** Key of a table whose component wants to say where a setting stands. */
  static final String ORIGIN = "monitor.origin";

  private final List<Problem> problems;

  Validation(List<Problem> problems) {
    this.problems = problems;
  }

  /** The properties of a section, as far as they are right. */
  Map<String, Object> properties(Section section) {
    Map<String, Object> properties = new TreeMap<>();
    section.settings().forEach((key, setting) -> put(properties, section, key, setting));
    problems.addAll(missing(section));
    origin(section, properties);
    section.locked().stream()
        .filter(key -> section.type().described() && !section.type().attributes().containsKey(key))
        .forEach(key -> unknown(section, Section.LOCKED, key));
    return properties;
  }

  /** A table that describes this key is told where its keys stand. */
  private static void origin(Section section, Map<String, Object> properties) {
    if (section.type().attributes().containsKey(ORIGIN)) {
      List<String> origins = new ArrayList<>();
      section.settings().forEach((key, setting) -> origins.add(key + "=" + place(setting)));
      properties.put(ORIGIN, origins.toArray(String[]::new));
    }
  }

  /** Where it was set, for a person. */
  static String place(Setting setting) {
    return setting.line() > 0 ? setting.file() + ":" + setting.line() : setting.file().toString();
  }

  private void put(Map<String, Object> properties, Section section, String key, Setting setting) {
    Attribute attribute = section.type().attributes().get(key);
    if (attribute != null) {
      Conversion conversion = Conversion.of(attribute, setting);
      conversion
          .problems()
          .forEach(message -> problems.add(section.problem(key, setting, message)));
      Optional.ofNullable(conversion.value()).ifPresent(value -> properties.put(key, value));
    } else if (reserved(section, key, setting)) {
      properties.put(key, plain(setting.value()));
    } else if (section.type().described()) {
      unknown(section, key, key);
    } else {
      properties.put(key, plain(setting.value()));
    }
  }

  /** Keys that every table may have. */
  private boolean reserved(Section section, String key, Setting setting) {
    if (key.equals(Section.LOCKED)) {
      if (!(setting.value() instanceof List<?>)) {
        problems.add(section.problem(key, setting, "expected a list of keys"));
      }
      return true;
    }
    return key.equals(Section.NAME) && section.type().factory();
  }

  private void unknown(Section section, String where, String key) {
    String near =
        Schema.nearest(key, section.type().attributes().keySet())
            .map("; did you mean '%s'?"::formatted)
            .orElse("");
    String message =
        where.equals(key)
            ? "is no key of this table" + near
            : "'%s' is no key".formatted(key) + near;
    Optional.ofNullable(section.settings().get(where))
        .ifPresent(setting -> problems.add(section.problem(where, setting, message)));
  }

  /**
   * What a section lacks. A list whose default is an empty one may be left out, as its description
   * has a default.
   */
  static List<Problem> missing(Section section) {
    return section.type().attributes().values().stream()
        .filter(Attribute::indispensable)
        .filter(attribute -> !section.settings().containsKey(attribute.id()))
        .map(attribute -> section.problem("the key '%s' is required".formatted(attribute.id())))
        .toList();
  }

  /** As it was written, for a table that nobody describes; a list becomes a list of texts. */
  private static Object plain(Object value) {
    return value instanceof List<?> items
        ? items.stream().map(String::valueOf).toArray(String[]::new)
        : value;
  }
}
