package monitor.cli.plugin;

import java.util.concurrent.Callable;
import monitor.cli.client.Encoded;
import monitor.cli.terminal.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code monitor plugin rollback}. */
@Command(
    name = "rollback",
    description = "Puts a kept version in force again, also of a plugin that does not work.")
final class PluginRollback implements Callable<Integer> {
  @Mixin private PluginRequest request;

  @Parameters(index = "0", paramLabel = "NAME", description = "Symbolic name of the plugin.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "Version to go back to (default: the one before).")
  private @Nullable String version;

  @SuppressWarnings("NullAway.Init")
  PluginRollback() {}

  @Override
  public Integer call() throws Exception {
    if (request.dryRun()) {
      String target = version == null ? "the version before" : version;
      request.client().get(PluginRequest.path(name));
      request.out().println("%s would go back to %s".formatted(name, target));
      return ExitCode.OK;
    }
    String query = version == null ? "" : "?version=" + Encoded.of(version);
    return request.send("POST", PluginRequest.path(name) + "/rollback" + query);
  }
}
