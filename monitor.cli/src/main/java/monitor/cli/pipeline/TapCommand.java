package monitor.cli.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.client.EventStream;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor tap}. */
@Command(
    name = "tap",
    description = {
      "Shows events as they are delivered, until it is interrupted.",
      "It goes on while plugins are deployed and over restarts of the platform; what it could"
          + " not show is told on standard error."
    })
public final class TapCommand implements Callable<Integer> {
  @Mixin private Server server;
  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "POINT",
      arity = "0..1",
      description =
          "A source, a sink (what is routed to it), or a stream, written SOURCE/KIND; all events if"
              + " none is named.")
  private String point = "";

  @Option(
      names = "--where",
      paramLabel = "KEY=TEXT",
      description =
          "Only events with this: KEY is kind, host, source, a field or an attribute; KEY~TEXT for"
              + " those that contain it. May be given several times.")
  private List<String> where = List.of();

  @Option(names = "--limit", paramLabel = "N", description = "End after so many events.")
  private long limit = Long.MAX_VALUE;

  private long shown;

  @SuppressWarnings("NullAway.Init")
  TapCommand() {}

  @Override
  public Integer call() throws ApiException, InterruptedException {
    TapFilter filter = TapFilter.of(where, spec.commandLine());
    ApiClient client = server.client();
    TapPoint tapped = TapPoint.find(client, point);
    new EventStream(client, tapped.path(), this::tell)
        .follow("tap", frame -> print(frame, tapped, filter));
    return ExitCode.OK;
  }

  private void tell(String sentence) {
    spec.commandLine().getErr().println("monitor: " + sentence);
  }

  /** Returns whether more is wanted. */
  private boolean print(JsonNode frame, TapPoint tapped, TapFilter filter) {
    PrintWriter out = spec.commandLine().getOut();
    for (JsonNode event : frame.path("events")) {
      if (tapped.includes(event) && filter.test(event)) {
        out.println(output.table() ? TappedText.of(event) : event.toString());
        if (++shown >= limit) {
          out.flush();
          return false;
        }
      }
    }
    int skipped = frame.path("skipped").asInt();
    if (skipped > 0) {
      tell("%d events were left out, because there were too many at once".formatted(skipped));
    }
    out.flush();
    return !out.checkError();
  }
}
