package monitor.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Environment variables that set a key directly, over the files. */
public final class EnvironmentSettings {
  private static final Path ENVIRONMENT = Path.of("environment");

  private static final List<Variable> VARIABLES =
      List.of(
          new Variable("DATABASE_URL", "sink.postgres", "url", true),
          new Variable("JWT_SECRET", "monitor.rest", ".jwt-secret", true),
          new Variable("MAX_WORKERS", "monitor.rest", "workers", true),
          new Variable("BUFFER_SIZE", "runtime", "buffer.events", true),
          // A table of these begins to send or to listen; a variable alone does not.
          new Variable("MONITORING_AUTH_TOKEN", "sink.websocket", ".token", false),
          new Variable("MONITORING_AUTH_TOKEN", "receiver.websocket", ".token", false));

  /**
   * A variable.
   *
   * @param name of the variable
   * @param table that it sets
   * @param key that it sets
   * @param alone whether it does so where no file has the table
   */
  private record Variable(String name, String table, String key, boolean alone) {}

  private EnvironmentSettings() {}

  /** The names of the variables, and the keys that each sets. */
  public static Map<String, List<String>> keys() {
    return VARIABLES.stream()
        .collect(
            Collectors.groupingBy(
                Variable::name,
                TreeMap::new,
                Collectors.mapping(
                    variable -> variable.table() + "." + variable.key(), Collectors.toList())));
  }

  /** Sets the keys that are described and whose variables are not empty. */
  static void apply(Map<String, String> environment, Schema schema, Sections sections) {
    for (Variable variable : VARIABLES) {
      String value = environment.getOrDefault(variable.name(), "");
      Optional<ObjectClass> table =
          schema.table(variable.table()).filter(it -> it.attributes().containsKey(variable.key()));
      boolean wanted = variable.alone() || sections.byPid().containsKey(variable.table());
      if (!value.isEmpty() && table.isPresent() && wanted) {
        Setting setting = new Setting(value, ENVIRONMENT.resolve(variable.name()), 0, true);
        sections.section(table.get(), ENVIRONMENT).settings().put(variable.key(), setting);
      }
    }
  }
}
