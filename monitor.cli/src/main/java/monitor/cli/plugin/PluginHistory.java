package monitor.cli.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor plugin history}. */
@Command(
    name = "history",
    description = "Shows who changed a plugin, when, why, and with which result.")
final class PluginHistory implements Callable<Integer> {
  @Mixin private Server server;
  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Symbolic name of the plugin.")
  private String name = "";

  @SuppressWarnings("NullAway.Init")
  PluginHistory() {}

  @Override
  public Integer call() throws ApiException, JsonProcessingException {
    JsonNode answer = server.client().get(PluginRequest.path(name) + "/history");
    PrintWriter out = spec.commandLine().getOut();
    if (output.table()) {
      print(out, answer.path("history"));
    } else {
      output.print(out, answer, answer.path("history"));
    }
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, JsonNode history) {
    Table table = new Table("WHEN", "ACTION", "VERSION", "KEPT", "WHO", "WHY", "RESULT");
    for (JsonNode entry : history) {
      String result = entry.path("result").asText();
      String reason = entry.path("reason").asText();
      table.row(
          entry.path("at").asText(),
          entry.path("action").asText(),
          entry.path("version").asText() + (entry.path("current").asBoolean() ? " *" : ""),
          entry.path("kept").asBoolean() ? "yes" : "no",
          entry.path("requestedBy").asText(),
          entry.path("why").asText(),
          reason.isEmpty() ? result : result + ": " + reason);
    }
    table.print(out);
  }
}
