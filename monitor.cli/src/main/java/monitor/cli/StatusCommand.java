package monitor.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import monitor.cli.client.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code monitor status}. */
@Command(name = "status", description = "Says how the running platform is.")
final class StatusCommand implements Callable<Integer> {
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
    status
        .properties()
        .forEach(field -> {
          if (field.getValue().isValueNode()) {
            table.row(field.getKey(), field.getValue().asText());
          } else {
            table.row(field.getKey(), field.getValue().toString());
          }
        });
    table.print(out);
    return ExitCode.OK;
  }
}
