package monitor.cli.installation;

import java.nio.file.Path;
import monitor.cli.configuration.Origin;
import monitor.cli.launch.Installation;
import monitor.cli.platform.Defaults;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where configuration and data lie. */
public final class Locations {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration (MONITOR_CONFIG; default: conf/monitor.toml of the program).")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder (MONITOR_DATA; default: data beside the program).")
  private @Nullable Path data;

  private final Installation installation = Installation.current();

  /** Filled by picocli. */
  public Locations() {}

  /** Given; null where the option was not. */
  Locations(@Nullable Path config, @Nullable Path data) {
    this.config = config;
    this.data = data;
  }

  /** Where the program lies. */
  public Installation installation() {
    return installation;
  }

  /** The main configuration file. */
  public Path configuration() {
    return config == null ? Defaults.configuration(installation) : config;
  }

  /** What names the configuration file. */
  public String configurationOrigin() {
    return origin(config, "--config", "MONITOR_CONFIG");
  }

  /** What names the data folder. */
  public String dataOrigin() {
    return origin(data, "--data", "MONITOR_DATA");
  }

  private static String origin(@Nullable Path option, String name, String variable) {
    if (option != null) {
      return name;
    }
    return Defaults.variable(variable).isPresent() ? variable : Origin.DEFAULT;
  }

  /** The data folder. */
  public Path data() {
    return data == null ? Defaults.data(installation) : data;
  }
}
