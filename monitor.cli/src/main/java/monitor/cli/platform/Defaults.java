package monitor.cli.platform;

import java.nio.file.Path;
import java.util.Optional;
import monitor.cli.launch.Installation;

/** What is used where the command line names nothing: the environment, else the installation. */
public final class Defaults {
  private Defaults() {}

  /** {@code MONITOR_DATA}, else the folder {@code data} of the installation. */
  public static Path data(Installation installation) {
    return variable("MONITOR_DATA").map(Path::of).orElseGet(installation::data);
  }

  /** {@code MONITOR_CONFIG}, else {@code conf/monitor.toml} of the installation. */
  public static Path configuration(Installation installation) {
    return variable("MONITOR_CONFIG").map(Path::of).orElseGet(installation::configuration);
  }

  /** An environment variable that is set and not empty. */
  public static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }
}
