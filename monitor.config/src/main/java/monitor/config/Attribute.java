package monitor.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a table, as Metatype describes it.
 *
 * @param id the key
 * @param type of one value
 * @param list whether it takes a list
 * @param required whether it must be set, because it has no default
 * @param defaults its default, as texts; empty if it has none
 * @param range limits of a value
 * @param options the only values allowed; empty allows all
 * @param name for people
 * @param description for people
 */
public record Attribute(
    String id,
    Type type,
    boolean list,
    boolean required,
    List<String> defaults,
    Range range,
    List<String> options,
    String name,
    String description) {

  /** Types of Metatype. */
  public enum Type {
    STRING("a text"),
    LONG("a whole number"),
    INTEGER("a whole number"),
    SHORT("a whole number"),
    BYTE("a whole number"),
    CHARACTER("one character"),
    DOUBLE("a number"),
    FLOAT("a number"),
    BOOLEAN("true or false"),
    PASSWORD("a text");

    private final String words;

    Type(String words) {
      this.words = words;
    }

    /** How a person calls it. */
    public String words() {
      return words;
    }
  }

  /**
   * Limits, both inclusive, as Metatype writes them.
   *
   * @param min null: none
   * @param max null: none
   */
  public record Range(@Nullable String min, @Nullable String max) {}

  /** The default as texts: a list of an empty text alone is Metatype's for one without items. */
  List<String> standard() {
    return list && defaults.equals(List.of("")) ? List.of() : defaults;
  }

  /** Whether nothing works without it: it is required, and has no default. */
  boolean indispensable() {
    return required && defaults.isEmpty();
  }

  /** Whether its value must never be shown. */
  public boolean secret() {
    return type == Type.PASSWORD || id.startsWith(".");
  }
}
