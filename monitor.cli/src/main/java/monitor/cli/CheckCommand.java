package monitor.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import monitor.cli.launch.ConfigurationCheck;
import monitor.config.Configuration;
import monitor.config.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor check}. */
@Command(
    name = "check",
    description =
        "Validates the configuration against what the bundles describe; runs none of them.")
final class CheckCommand implements Callable<Integer> {
  @Mixin private Locations locations;

  @Option(names = "--offline", description = "Check the files only; so far there is nothing more.")
  private boolean offline;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  CheckCommand() {}

  @Override
  public Integer call() {
    Path file = locations.configuration();
    Configuration checked =
        new ConfigurationCheck(locations.installation(), locations.data(), file).read();
    checked.warnings().forEach(spec.commandLine().getErr()::println);
    print(spec.commandLine().getErr(), checked.problems());
    if (!checked.valid()) {
      return ExitCode.PROBLEMS;
    }
    spec.commandLine().getOut().println("The configuration %s is right.".formatted(file));
    return ExitCode.OK;
  }

  /** One line for each problem, and how many there are. */
  static void print(PrintWriter err, List<Problem> problems) {
    problems.forEach(err::println);
    if (!problems.isEmpty()) {
      err.println("%d problem%s".formatted(problems.size(), problems.size() == 1 ? "" : "s"));
    }
  }
}
