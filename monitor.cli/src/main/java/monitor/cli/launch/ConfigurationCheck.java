package monitor.cli.launch;

import java.nio.file.Path;
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
    return new ConfigurationFiles(configuration, data.resolve("config"), System.getenv())
        .read(PlatformSchema.read(installation.home(), data));
  }
}
