package monitor.cli.configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code monitor config}. */
@Command(
    name = "config",
    description =
        "Shows and changes the configuration of a running platform; needs an administrator's token.",
    subcommands = {ConfigGet.class, ConfigSet.class, ConfigDiff.class, ConfigSchema.class})
public final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  ConfigCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name what to do with the configuration");
  }
}
