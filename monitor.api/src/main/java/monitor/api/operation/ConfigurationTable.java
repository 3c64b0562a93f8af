package monitor.api.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of the configuration, or an instance of one.
 *
 * @param pid its name; of an instance {@code table~name}
 * @param table that describes it
 * @param name for people
 * @param description for people
 * @param factory whether the table has instances, each with a name of its own
 * @param editable whether its keys may be set over its files
 * @param keys in their declared order
 */
public record ConfigurationTable(
    String pid,
    String table,
    String name,
    String description,
    boolean factory,
    boolean editable,
    List<Key> keys) {
  /** Copies the keys. */
  public ConfigurationTable {
    keys = List.copyOf(keys);
  }

  /**
   * A key and what it is set to.
   *
   * @param id the key
   * @param name for people
   * @param description for people
   * @param type of its value
   * @param value null if it is not set, or not shown
   * @param origin file and line, file or variable that set it; empty if none did
   * @param editable whether it may be set over the file
   */
  public record Key(
      String id,
      String name,
      String description,
      Type type,
      @Nullable Object value,
      String origin,
      boolean editable) {}

  /**
   * What values a key takes.
   *
   * @param json the type that JSON has for it: string, integer, number or boolean
   * @param list whether it takes a list of them
   * @param required whether it has to be set, because it has no default
   * @param secret whether its value is never shown, nor set here
   * @param defaults as texts; empty for none
   * @param min least number, duration, size or length; null for none
   * @param max most of it; null for none
   * @param options the only values there are; empty for any
   */
  public record Type(
      String json,
      boolean list,
      boolean required,
      boolean secret,
      List<String> defaults,
      @Nullable String min,
      @Nullable String max,
      List<String> options) {
    /** Copies the lists. */
    public Type {
      defaults = List.copyOf(defaults);
      options = List.copyOf(options);
    }
  }
}
