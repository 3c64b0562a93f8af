package monitor.cli;

import monitor.cli.launch.LaunchException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Turns a failure into one line on standard error and an exit code. */
final class Failures {
  private Failures() {}

  static int report(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof InterruptedException) {
      return ExitCode.INTERRUPTED;
    }
    command.getErr().println("monitor: " + message(failure));
    return ExitCode.FAILED;
  }

  private static String message(Exception failure) {
    return failure instanceof LaunchException
        ? String.valueOf(failure.getMessage())
        : failure.toString();
  }
}
