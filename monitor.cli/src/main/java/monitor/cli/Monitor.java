package monitor.cli;

import static java.util.Map.entry;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
import monitor.cli.query.AlertCommand;
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
    scope = ScopeType.INHERIT)
public final class Monitor implements Runnable {
  /** By name, in the order of the help. */
  private static final List<Map.Entry<String, Class<?>>> COMMANDS =
      List.of(
          entry("run", RunCommand.class),
          entry("init", InitCommand.class),
          entry("check", CheckCommand.class),
          entry("env", EnvCommand.class),
          entry("config", ConfigCommand.class),
          entry("status", StatusCommand.class),
          entry("plugin", PluginCommand.class),
          entry("tap", TapCommand.class),
          entry("top", TopCommand.class),
          entry("query", QueryCommand.class),
          entry("logs", LogsCommand.class),
          entry("reach", ReachCommand.class),
          entry("alert", AlertCommand.class),
          entry("source", ComponentCommands.Source.class),
          entry("sink", ComponentCommands.Sink.class),
          entry("token", TokenCommand.class),
          entry("user", UserCommand.class),
          entry("reload", SignalCommand.Reload.class),
          entry("stop", SignalCommand.Stop.class),
          entry("agent", AgentCommand.class),
          entry("completion", CompletionCommand.class),
          entry("version", VersionCommand.class));

  /** It tells of all commands. */
  private static final String COMPLETION = "completion";

  @Spec private CommandSpec spec;

  /** Filled by picocli. */
  @SuppressWarnings("NullAway.Init")
  Monitor() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        RunCommand.plain(arguments)
            .map(Monitor::execute)
            .orElseGet(() -> commandLine(arguments).execute(arguments)));
  }

  private static int execute(Callable<Integer> command) {
    try {
      return command.call();
    } catch (Exception e) {
      return Failures.report(e, new PrintWriter(System.err, true));
    }
  }

  /**
   * The parser for these arguments. Where they begin with a command it knows that one alone: to
   * read the annotations of all takes 0.1 s, two fifths of a short command.
   */
  public static CommandLine commandLine(String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    boolean one =
        !first.equals(COMPLETION)
            && COMMANDS.stream().anyMatch(command -> command.getKey().equals(first));
    CommandLine line = new CommandLine(new Monitor());
    for (Map.Entry<String, Class<?>> command : COMMANDS) {
      if (!one || command.getKey().equals(first)) {
        line.addSubcommand(command.getValue());
      }
    }
    return line.setExecutionStrategy(new CommandLine.RunLast())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> Failures.report(failure, command.getErr()));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command");
  }
}
