package monitor.cli.launch;

import java.nio.file.Path;
import java.util.List;
import monitor.api.operation.ConfigurationTable;
import monitor.config.Configuration;
import monitor.config.ConfigurationFiles;
import monitor.config.PlatformSchema;

/**
 * Reads the configuration against the descriptions in the bundles, without running any.
 *
 * @param installation whose bundles describe the tables
 * @param data the data folder, which need not exist
 * @param configuration the main configuration file
 */
public record ConfigurationCheck(Installation installation, Path data, Path configuration) {
  /** The configuration, with everything that is wrong in it. */
  public Configuration read() {
    return files().read(PlatformSchema.read(installation.home(), data));
  }

  /** Every table as it is set, without secrets, whether it is right or not. */
  public List<ConfigurationTable> tables() {
    return files().tables(PlatformSchema.read(installation.home(), data));
  }

  /** Where it is read from. */
  public ConfigurationFiles files() {
    return new ConfigurationFiles(configuration, data.resolve("config"), System.getenv());
  }
}
