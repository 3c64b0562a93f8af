package monitor.cli.platform;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import monitor.cli.client.ApiException;
import monitor.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Commands for what signals do too, where the one who asks may not send signals. */
public abstract sealed class SignalCommand implements Callable<Integer> {
  @Mixin Server server;
  @Spec CommandSpec spec;

  private final String path;
  private final String signal;

  @SuppressWarnings("NullAway.Init")
  private SignalCommand(String path, String signal) {
    this.path = path;
    this.signal = signal;
  }

  @Override
  public Integer call() throws Exception {
    ask();
    return ExitCode.OK;
  }

  void ask() throws ApiException {
    try {
      server.client().change("POST", path);
    } catch (ApiException e) {
      if (e.kind() != ApiException.Kind.NOT_FOUND) {
        throw e;
      }
      String process = server.process().map(each -> " " + each.pid()).orElse("");
      throw new ApiException(
          e.kind(),
          "What runs here is not an agent, and takes this by signal only: kill -%s%s"
              .formatted(signal, process.isEmpty() ? " and the number of its process" : process),
          e);
    }
  }

  /** {@code monitor reload}. */
  @Command(
      name = "reload",
      description = "Has the agent that runs here read its configuration again.")
  public static final class Reload extends SignalCommand {
    Reload() {
      super("/api/v1/reload", "HUP");
    }
  }

  /** {@code monitor stop}. */
  @Command(name = "stop", description = "Stops the agent that runs here, and waits for its end.")
  public static final class Stop extends SignalCommand {
    private static final Duration END = Duration.ofSeconds(60);

    Stop() {
      super("/api/v1/stop", "TERM");
    }

    @Override
    public Integer call() throws Exception {
      // before it is asked: afterwards its number may be gone, and soon another's
      Optional<ProcessHandle> process = server.process();
      ask();
      if (process.isEmpty()) {
        spec.commandLine().getErr().println("It stops; its process cannot be seen from here.");
        return ExitCode.OK;
      }
      return awaitEnd(process.get(), server.patience(END));
    }

    private int awaitEnd(ProcessHandle process, Duration patience)
        throws InterruptedException, ExecutionException {
      try {
        process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        return ExitCode.OK;
      } catch (TimeoutException e) {
        spec.commandLine()
            .getErr()
            .printf(
                "It was asked to stop, and process %d still runs after %d s.%n",
                process.pid(), patience.toSeconds());
        return ExitCode.TIMEOUT;
      }
    }
  }
}
