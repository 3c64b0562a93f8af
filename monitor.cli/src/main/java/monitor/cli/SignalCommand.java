package monitor.cli;

import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Commands for what signals do too, where the one who asks may not send signals. */
abstract sealed class SignalCommand implements Callable<Integer> {
  @Mixin private Server server;

  private final String path;

  @SuppressWarnings("NullAway.Init")
  private SignalCommand(String path) {
    this.path = path;
  }

  @Override
  public Integer call() throws ApiException {
    server.client().change("POST", path);
    return ExitCode.OK;
  }

  /** {@code monitor reload}. */
  @Command(
      name = "reload",
      description = "Has the agent that runs here read its configuration again.")
  static final class Reload extends SignalCommand {
    Reload() {
      super("/api/v1/reload");
    }
  }

  /** {@code monitor stop}. */
  @Command(name = "stop", description = "Stops the agent that runs here.")
  static final class Stop extends SignalCommand {
    Stop() {
      super("/api/v1/stop");
    }
  }
}
