package monitor.cli.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code monitor top}. */
@Command(
    name = "top",
    description = "Shows what each plugin moves and costs; refreshes until it is interrupted.")
public final class TopCommand implements Callable<Integer> {
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

  @Mixin private Server server;
  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @Option(names = "--once", description = "Show it once, and end.")
  private boolean once;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "Time between two looks (default: ${DEFAULT-VALUE}).")
  private int intervalSeconds = 1;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private TopRow.Column sort = TopRow.Column.events;

  @SuppressWarnings("NullAway.Init")
  TopCommand() {}

  @Override
  public Integer call() throws ApiException, InterruptedException, JsonProcessingException {
    if (intervalSeconds < 1) {
      throw new ParameterException(spec.commandLine(), "--interval must be at least 1");
    }
    ApiClient client = server.client();
    TopLook before = TopLook.take(client);
    do {
      Thread.sleep(Duration.ofSeconds(intervalSeconds));
      TopLook now = TopLook.take(client);
      show(now, now.since(before, sort));
      before = now;
    } while (!once && !spec.commandLine().getOut().checkError());
    return ExitCode.OK;
  }

  private void show(TopLook now, List<TopRow> rows) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (!output.table()) {
      ObjectNode whole = new ObjectMapper().createObjectNode().put("time", now.time());
      ArrayNode plugins = whole.putArray("plugins");
      rows.forEach(row -> plugins.add(row.json()));
      output.print(out, whole, plugins);
      out.flush();
      return;
    }
    if (!once && System.console() != null && System.console().isTerminal()) {
      out.print(HOME_AND_CLEAR);
    }
    Table table =
        new Table("PLUGIN", "STATE", "EVENTS/S", "BYTES/S", "CPU", "ALLOC/S", "BACKLOG", "DROPPED");
    rows.forEach(row -> table.row(row.cells()));
    table.print(out);
    if (!once) {
      out.println();
    }
    out.flush();
  }
}
