package monitor.cli.installation;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  /** Null where picocli had no part in it. */
  @Spec private @Nullable CommandSpec spec;

  /** Filled by picocli. */
  @SuppressWarnings("NullAway.Init")
  RunCommand() {}

  private RunCommand(RunArguments arguments) {
    locations = new Locations(path(arguments, "--config"), path(arguments, "--data"));
    port = Integer.parseInt(Objects.requireNonNullElse(arguments.value("--port"), "-1"));
    distribution = arguments.value("--distribution");
    unsupervised = arguments.has("--no-supervisor");
    verbose = arguments.has("--verbose");
    once = arguments.has("--once");
  }

  private static @Nullable Path path(RunArguments arguments, String name) {
    String value = arguments.value(name);
    return value == null ? null : Path.of(value);
  }

  /** The command of arguments in their usual form; empty leaves them to picocli. */
  public static Optional<RunCommand> plain(String... arguments) {
    try {
      return RunArguments.read(List.of(arguments)).map(RunCommand::new);
    } catch (InvalidPathException e) {
      // A letter that the locale does not know: picocli names the option.
      return Optional.empty();
    }
  }

  /** What is asked for. */
  @Override
  public String toString() {
    return "%s %s %d %s unsupervised=%s verbose=%s once=%s"
        .formatted(
            locations.configuration(),
            locations.data(),
            port,
            distribution(),
            unsupervised,
            verbose,
            once);
  }

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    try {
      return (once ? oneShot().run() : launcher().run()) ? ExitCode.OK : ExitCode.FAILED;
    } catch (RefusedConfiguration e) {
      CheckCommand.print(err(), e.problems());
      return ExitCode.PROBLEMS;
    }
  }

  private PrintWriter err() {
    return spec == null ? new PrintWriter(System.err, true) : spec.commandLine().getErr();
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
