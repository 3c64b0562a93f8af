package monitor.cli;

import java.io.PrintWriter;
import monitor.cli.client.ApiException;
import monitor.cli.launch.LaunchException;
import monitor.cli.terminal.ExitCode;

/** Turns a failure into one line on standard error and an exit code. */
final class Failures {
  private Failures() {}

  static int report(Exception failure, PrintWriter err) {
    err.println("monitor: " + message(failure));
    return switch (failure) {
      case InterruptedException e -> ExitCode.INTERRUPTED;
      case ApiException e -> code(e.kind());
      default -> ExitCode.FAILED;
    };
  }

  private static int code(ApiException.Kind kind) {
    return switch (kind) {
      case UNREACHABLE -> ExitCode.UNREACHABLE;
      case AUTHENTICATION -> ExitCode.AUTHENTICATION;
      case NOT_FOUND -> ExitCode.NOT_FOUND;
      case REFUSED -> ExitCode.REFUSED;
      case TIMEOUT -> ExitCode.TIMEOUT;
      case FAILED, WRONG -> ExitCode.FAILED;
    };
  }

  /** Ours are sentences; of others the name of the class says more than the message alone. */
  private static String message(Exception failure) {
    return switch (failure) {
      case LaunchException e -> String.valueOf(e.getMessage());
      case ApiException e -> String.valueOf(e.getMessage());
      case InterruptedException e -> "interrupted";
      default -> failure.toString();
    };
  }
}
