package monitor.config.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import monitor.config.Configuration;
import monitor.config.ConfigurationFiles;
import monitor.config.Problem;
import monitor.config.Schema;
import monitor.config.SchemaReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration files as they were last right. A wrong configuration changes nothing and is
 * told in the log in the words of {@code monitor check}. Safe for use by any thread.
 */
final class LiveConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger("monitor.config");

  private final ConfigurationFiles files;
  private final Supplier<Schema> schema;
  private final Configurations configurations;
  private Schema known = new Schema(Map.of());

  /**
   * @param schema asked for each time, since plugins come and go
   */
  LiveConfiguration(
      ConfigurationFiles files, Supplier<Schema> schema, Configurations configurations) {
    this.files = files;
    this.schema = schema;
    this.configurations = configurations;
  }

  /** Reads the files, and applies them if they are right. */
  synchronized void reload() {
    known = schema.get();
    Configuration read = files.read(known);
    read.warnings().forEach(warning -> LOG.warn("{}", warning));
    if (read.valid()) {
      apply(read);
    } else {
      read.problems().forEach(problem -> LOG.error("{}", problem));
      LOG.error("The configuration is wrong; the one before stays in force");
    }
  }

  /** Whether the files were last read by these tables, among others. */
  synchronized boolean knows(Schema own) {
    return known.tables().entrySet().containsAll(own.tables().entrySet());
  }

  /** What would be wrong in the tables that a jar describes, if it were in force. */
  List<String> problems(Path jar) {
    Schema own = SchemaReader.jar(jar);
    return files.read(schema.get().with(own)).problems().stream()
        .filter(problem -> own.concerns(problem.key()))
        .map(Problem::toString)
        .toList();
  }

  private void apply(Configuration read) {
    try {
      Set<String> changed = configurations.apply(read.properties());
      if (!changed.isEmpty()) {
        LOG.info("Configuration applied: {}", String.join(", ", changed));
      }
    } catch (IOException e) {
      LOG.error("The configuration cannot be applied", e);
    }
  }
}
