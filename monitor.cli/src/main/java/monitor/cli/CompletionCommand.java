package monitor.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code monitor completion}. */
@Command(
    name = "completion",
    description = "Prints the completion for bash and zsh: source <(monitor completion).")
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  CompletionCommand() {}

  @Override
  public void run() {
    spec.commandLine().getOut().println(AutoComplete.bash("monitor", spec.root().commandLine()));
  }
}
