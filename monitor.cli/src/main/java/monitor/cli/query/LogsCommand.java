package monitor.cli.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.VisibleText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor logs}. */
@Command(name = "logs", description = "Shows stored log lines of all hosts, the latest at the end.")
public final class LogsCommand implements Callable<Integer> {
  @Mixin private Server server;
  @Mixin private Output output;
  @Mixin private Asked asked;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "TEXT",
      arity = "0..1",
      description = "Part of the line, upper and lower case alike.")
  private @Nullable String text;

  @Option(names = "--source", paramLabel = "NAME", description = "Only of this source.")
  private @Nullable String source;

  @Option(
      names = "--severity",
      paramLabel = "LEVEL",
      description = "At least this: trace, debug, info, warn, error or fatal.")
  private @Nullable String severity;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Most lines, of the latest (default: ${DEFAULT-VALUE}).")
  private int limit = 100;

  @SuppressWarnings("NullAway.Init")
  LogsCommand() {}

  @Override
  public Integer call() throws ApiException, JsonProcessingException {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("query", text);
    parameters.put("source", source);
    parameters.put("severity", severity);
    parameters.put("limit", limit);
    JsonNode answer = server.client().get(asked.path("logs", parameters));
    PrintWriter out = spec.commandLine().getOut();
    if (output.table()) {
      JsonNode lines = answer.path("lines");
      Asked.sayIfNone(spec, lines, "log lines");
      for (int i = lines.size() - 1; i >= 0; i--) {
        print(out, lines.path(i));
      }
    } else {
      output.print(out, answer, answer.path("lines"));
    }
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, JsonNode line) {
    out.println(
        VisibleText.of(
            "%s %s %s %s"
                .formatted(
                    line.path("time").asText(),
                    line.path("host").asText(),
                    line.path("severity").asText(),
                    line.path("body").asText())));
  }
}
