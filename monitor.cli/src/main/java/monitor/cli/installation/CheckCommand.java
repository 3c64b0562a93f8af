package monitor.cli.installation;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import monitor.cli.check.Connectivity;
import monitor.cli.launch.ConfigurationCheck;
import monitor.cli.terminal.ExitCode;
import monitor.config.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor check}. */
@Command(
    name = "check",
    description =
        "Validates the configuration against what the bundles describe, and tries what it points to: the data folder, the database, the addresses of sinks. Runs no bundle.")
public final class CheckCommand implements Callable<Integer> {
  @Mixin private Locations locations;

  @Option(
      names = "--offline",
      description = "Check the files only; connect to nothing and write nothing.")
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
    return offline ? ExitCode.OK : connect(checked);
  }

  private int connect(Configuration checked) {
    List<String> problems =
        new Connectivity(locations.installation(), locations.data(), checked.properties())
            .problems();
    if (problems.isEmpty()) {
      spec.commandLine().getOut().println("What it points to can be reached.");
      return ExitCode.OK;
    }
    print(spec.commandLine().getErr(), problems);
    return ExitCode.PROBLEMS;
  }

  /** One line for each problem, and how many there are. */
  public static void print(PrintWriter err, List<?> problems) {
    problems.forEach(err::println);
    if (!problems.isEmpty()) {
      err.println("%d problem%s".formatted(problems.size(), problems.size() == 1 ? "" : "s"));
    }
  }
}
