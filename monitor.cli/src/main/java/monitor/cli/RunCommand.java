package monitor.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import monitor.cli.launch.Installation;
import monitor.cli.launch.LaunchException;
import monitor.cli.launch.Launcher;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor run}. */
@Command(name = "run", description = "Runs the platform until it is stopped.")
final class RunCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration (default: conf/monitor.toml of the installation).")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder (default: data beside the installation).")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of console and API; 0 picks a free one.")
  private int port = -1;

  @Option(
      names = "--distribution",
      paramLabel = "NAME",
      description = "agent, collector or standalone (default).")
  private String distribution = "standalone";

  @Option(
      names = "--no-supervisor",
      description = "Do not start again after a crash; for systemd and containers.")
  private boolean unsupervised;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more.")
  private boolean verbose;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  RunCommand() {}

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    Installation installation = Installation.current();
    Launcher launcher =
        new Launcher(
            installation,
            data == null ? Defaults.data(installation) : data,
            config == null ? Defaults.configuration(installation) : config,
            distribution,
            port,
            verbose,
            System.out);
    return launcher.run() ? ExitCode.OK : ExitCode.FAILED;
  }
}
