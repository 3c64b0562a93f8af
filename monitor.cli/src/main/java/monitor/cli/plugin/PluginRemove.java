package monitor.cli.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import monitor.cli.client.Texts;
import monitor.cli.terminal.Confirmation;
import monitor.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor plugin remove}. */
@Command(name = "remove", description = "Stops a plugin and removes it with its history.")
final class PluginRemove implements Callable<Integer> {
  @Mixin private PluginRequest request;
  @Mixin private Confirmation confirmation;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Symbolic name of the plugin.")
  private String name = "";

  @SuppressWarnings("NullAway.Init")
  PluginRemove() {}

  @Override
  public Integer call() throws Exception {
    JsonNode plugin = request.client().get(PluginRequest.path(name));
    PrintWriter err = spec.commandLine().getErr();
    for (String loss : Texts.of(plugin.path("losses"))) {
      err.println("If it is removed: " + loss);
    }
    if (request.dryRun()) {
      request
          .out()
          .println("%s %s would be removed".formatted(name, plugin.path("version").asText()));
      return ExitCode.OK;
    }
    return confirmation.typed("remove", name)
        ? request.send("DELETE", PluginRequest.path(name))
        : ExitCode.FAILED;
  }
}
