package monitor.cli.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.client.Encoded;
import monitor.cli.client.Texts;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor plugin info}. */
@Command(name = "info", description = "Shows everything that is known of a plugin.")
final class PluginInfo implements Callable<Integer> {
  @Mixin private Server server;
  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Symbolic name of the plugin.")
  private String name = "";

  @SuppressWarnings("NullAway.Init")
  PluginInfo() {}

  @Override
  public Integer call() throws ApiException, JsonProcessingException {
    ApiClient client = server.client();
    JsonNode plugin = client.get(PluginRequest.path(name));
    PrintWriter out = spec.commandLine().getOut();
    if (output.table()) {
      JsonNode contained = client.get("/api/v1/containment?plugin=" + Encoded.of(name));
      print(out, plugin, contained.path("incidents"));
    } else {
      output.print(out, plugin, plugin);
    }
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, JsonNode plugin, JsonNode incidents) {
    Table table = new Table("PLUGIN", plugin.path("name").asText());
    for (String field : new String[] {"version", "state", "reason", "description"}) {
      table.row(field, plugin.path(field).asText(""));
    }
    table.row("pinned", plugin.path("pinned").asBoolean() ? "yes" : "no");
    table.row("bundled", plugin.path("bundled").asBoolean() ? "yes" : "no");
    table.row("provides", String.join(", ", Texts.of(plugin.path("provides"))));
    JsonNode capabilities = plugin.path("capabilities");
    table.row("granted", String.join(", ", Texts.of(capabilities.path("granted"))));
    for (JsonNode refused : capabilities.path("refused")) {
      table.row(
          "refused",
          "%s by %s: %s"
              .formatted(
                  refused.path("name").asText(),
                  refused.path("by").asText(),
                  refused.path("reason").asText()));
    }
    for (JsonNode incident : incidents) {
      long count = incident.path("count").asLong();
      table.row(
          "incident",
          "%s %s%s: %s"
              .formatted(
                  incident.path("time").asText(),
                  incident.path("kind").asText(),
                  count > 1 ? " (%d times)".formatted(count) : "",
                  incident.path("what").asText()));
    }
    for (String loss : Texts.of(plugin.path("losses"))) {
      table.row("if removed", loss);
    }
    table.print(out);
  }
}
