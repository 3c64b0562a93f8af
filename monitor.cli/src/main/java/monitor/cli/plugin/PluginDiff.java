package monitor.cli.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor plugin diff}. */
@Command(
    name = "diff",
    description =
        "Shows what a jar would change: capabilities, configuration keys, packages, positions.")
final class PluginDiff implements Callable<Integer> {
  @Mixin private Server server;
  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "JAR", description = "The jar.")
  private Path jar = Path.of("");

  @Option(names = "--allow-downgrade", description = "Compare an older version, too.")
  private boolean allowDowngrade;

  @SuppressWarnings("NullAway.Init")
  PluginDiff() {}

  @Override
  public Integer call() throws ApiException, JsonProcessingException {
    new Comparison(server.client(), jar, allowDowngrade).print(output, spec.commandLine().getOut());
    return ExitCode.OK;
  }
}
