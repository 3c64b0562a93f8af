package monitor.config;

import java.util.Map;

/**
 * A table of the configuration, as Metatype describes it.
 *
 * @param pid the name of the table
 * @param factory whether it is an array of tables, an instance for each
 * @param name for people
 * @param description for people
 * @param attributes its keys, in their declared order; none describes nothing and allows all
 */
public record ObjectClass(
    String pid,
    boolean factory,
    String name,
    String description,
    Map<String, Attribute> attributes) {

  /** A table that its bundle does not describe: taken as it is. */
  static ObjectClass undescribed(String pid) {
    return new ObjectClass(pid, false, pid, "", Map.of());
  }

  /** Whether it says which keys there are. */
  boolean described() {
    return !attributes.isEmpty();
  }
}
