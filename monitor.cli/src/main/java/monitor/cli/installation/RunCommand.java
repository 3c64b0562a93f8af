package monitor.cli.installation;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import monitor.cli.launch.LaunchException;
import monitor.cli.launch.Launcher;
import monitor.cli.launch.OneShot;
import monitor.cli.launch.RefusedConfiguration;
import monitor.cli.terminal.ExitCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor run}. */
@Command(name = "run", description = "Runs the platform until it is stopped.")
public final class RunCommand implements Callable<Integer> {
  @Mixin private Locations locations;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of console and API; 0 picks a free one.")
  private int port = -1;

  @Option(
      names = "--distribution",
      paramLabel = "NAME",
      description = "agent, collector or standalone (default: what this is).")
  private @Nullable String distribution;

  @Option(
      names = "--no-supervisor",
      description = "Do not start again after a crash; for systemd and containers.")
  private boolean unsupervised;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more, whatever the table [log] says.")
  private boolean verbose;

  @Option(names = "--once", description = "Collect once, print it as JSON lines, and end.")
  private boolean once;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  RunCommand() {}

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    try {
      return (once ? oneShot().run() : launcher().run()) ? ExitCode.OK : ExitCode.FAILED;
    } catch (RefusedConfiguration e) {
      CheckCommand.print(spec.commandLine().getErr(), e.problems());
      return ExitCode.PROBLEMS;
    }
  }

  private Launcher launcher() {
    return new Launcher(
        locations.installation(),
        locations.data(),
        locations.configuration(),
        distribution(),
        port,
        verbose ? Level.DEBUG : null,
        System.out,
        Map.of(),
        new CountDownLatch(1));
  }

  private String distribution() {
    return distribution == null ? locations.installation().distribution() : distribution;
  }

  private OneShot oneShot() {
    return new OneShot(locations.installation(), locations.configuration(), distribution());
  }
}
