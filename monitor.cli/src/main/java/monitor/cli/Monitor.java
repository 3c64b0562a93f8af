package monitor.cli;

import monitor.cli.access.AgentCommand;
import monitor.cli.access.TokenCommand;
import monitor.cli.access.UserCommand;
import monitor.cli.configuration.ConfigCommand;
import monitor.cli.environment.EnvCommand;
import monitor.cli.installation.CheckCommand;
import monitor.cli.installation.InitCommand;
import monitor.cli.installation.RunCommand;
import monitor.cli.pipeline.ComponentCommands;
import monitor.cli.pipeline.TapCommand;
import monitor.cli.pipeline.TopCommand;
import monitor.cli.platform.SignalCommand;
import monitor.cli.platform.StatusCommand;
import monitor.cli.plugin.PluginCommand;
import monitor.cli.query.LogsCommand;
import monitor.cli.query.QueryCommand;
import monitor.cli.query.ReachCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code monitor} command. */
@Command(
    name = "monitor",
    description = "Watches hosts, networks and logs, and keeps what it sees.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Text.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      RunCommand.class,
      InitCommand.class,
      CheckCommand.class,
      EnvCommand.class,
      ConfigCommand.class,
      StatusCommand.class,
      PluginCommand.class,
      TapCommand.class,
      TopCommand.class,
      QueryCommand.class,
      LogsCommand.class,
      ReachCommand.class,
      ComponentCommands.Source.class,
      ComponentCommands.Sink.class,
      TokenCommand.class,
      UserCommand.class,
      SignalCommand.Reload.class,
      SignalCommand.Stop.class,
      AgentCommand.class,
      CompletionCommand.class,
      VersionCommand.class
    })
public final class Monitor implements Runnable {
  @Spec private CommandSpec spec;

  /** Filled by picocli. */
  @SuppressWarnings("NullAway.Init")
  Monitor() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The parser with its commands. */
  public static CommandLine commandLine() {
    return new CommandLine(new Monitor())
        .setExecutionStrategy(new CommandLine.RunLast())
        .setExecutionExceptionHandler(Failures::report);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command");
  }
}
