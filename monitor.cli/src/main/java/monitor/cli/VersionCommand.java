package monitor.cli;

import java.util.concurrent.Callable;
import monitor.cli.launch.Installation;
import monitor.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code monitor version}. */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  VersionCommand() {}

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(new Text().getVersion()[0]);
    return ExitCode.OK;
  }

  /** The line that {@code --version} prints too. */
  static final class Text implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "monitor %s (Java %s)".formatted(Installation.version(), Runtime.version().feature())
      };
    }
  }
}
