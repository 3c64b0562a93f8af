package monitor.cli.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;
import monitor.cli.terminal.VisibleText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code monitor status}. */
@Command(name = "status", description = "Says how the running platform is.")
public final class StatusCommand implements Callable<Integer> {
  @Mixin private Server server;
  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  StatusCommand() {}

  @Override
  public Integer call() throws ApiException, JsonProcessingException {
    JsonNode status = server.client().get("/api/v1/status");
    PrintWriter out = spec.commandLine().getOut();
    if (!output.table()) {
      output.print(out, status, status);
      return ExitCode.OK;
    }
    Table table = new Table("WHAT", "VALUE");
    status.properties().forEach(field -> rows(table, field.getKey(), field.getValue()));
    table.print(out);
    return ExitCode.OK;
  }

  /** Checks have a row each; what else has parts is told in one. */
  private static void rows(Table table, String name, JsonNode value) {
    if (name.equals("attention")) {
      value.forEach(each -> attention(table, each));
    } else if (value.isArray()) {
      for (JsonNode check : value) {
        String verdict =
            check.path("ok").asBoolean() ? "ok" : "fails: " + check.path("reason").asText();
        table.row(name + "." + check.path("name").asText(), verdict);
      }
    } else if (value.isObject()) {
      List<String> parts = new ArrayList<>();
      value.properties().forEach(part -> parts.add(part.getKey() + " " + part.getValue().asText()));
      table.row(name, String.join(", ", parts));
    } else {
      table.row(name, value.asText());
    }
  }

  private static void attention(Table table, JsonNode component) {
    String reason = component.path("reason").asText();
    table.row(
        "%s %s".formatted(component.path("type").asText(), component.path("name").asText()),
        VisibleText.of(component.path("state").asText() + (reason.isEmpty() ? "" : ": " + reason)));
  }
}
