package monitor.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Environment variables that set a key directly, over the files. */
final class EnvironmentSettings {
  private static final Path ENVIRONMENT = Path.of("environment");

  private static final List<Variable> VARIABLES =
      List.of(
          new Variable("DATABASE_URL", "sink.postgres", "url"),
          new Variable("JWT_SECRET", "monitor.rest", ".jwt-secret"),
          new Variable("MAX_WORKERS", "monitor.rest", "workers"),
          new Variable("BUFFER_SIZE", "runtime", "buffer.events"));

  /**
   * A variable.
   *
   * @param name of the variable
   * @param table that it sets
   * @param key that it sets
   */
  private record Variable(String name, String table, String key) {}

  private EnvironmentSettings() {}

  /** Sets the keys that are described and whose variables are not empty. */
  static void apply(Map<String, String> environment, Schema schema, Sections sections) {
    for (Variable variable : VARIABLES) {
      String value = environment.getOrDefault(variable.name(), "");
      Optional<ObjectClass> table =
          schema.table(variable.table()).filter(it -> it.attributes().containsKey(variable.key()));
      if (!value.isEmpty() && table.isPresent()) {
        Setting setting = new Setting(value, ENVIRONMENT.resolve(variable.name()), 0, true);
        sections.section(table.get(), ENVIRONMENT).settings().put(variable.key(), setting);
      }
    }
  }
}
