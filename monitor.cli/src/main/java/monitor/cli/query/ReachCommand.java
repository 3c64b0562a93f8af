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
import monitor.cli.terminal.Table;
import monitor.cli.terminal.VisibleText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code monitor reach}. */
@Command(
    name = "reach",
    description = "Shows which targets answer.",
    subcommands = ReachCommand.Matrix.class)
public final class ReachCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  ReachCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name what to show: matrix");
  }

  /** {@code monitor reach matrix}. */
  @Command(
      name = "matrix",
      description = "Shows the latest stored round of each target from each host.")
  static final class Matrix implements Callable<Integer> {
    @Mixin private Server server;
    @Mixin private Output output;
    @Mixin private Asked asked;
    @Spec private CommandSpec spec;

    @Option(names = "--probe", paramLabel = "KIND", description = "Only of this kind of probe.")
    private @Nullable String probe;

    @Option(names = "--target", paramLabel = "TARGET", description = "Only of this target.")
    private @Nullable String target;

    @SuppressWarnings("NullAway.Init")
    Matrix() {}

    @Override
    public Integer call() throws ApiException, JsonProcessingException {
      Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
      parameters.put("probe", probe);
      parameters.put("target", target);
      parameters.put("limit", 10_000);
      JsonNode answer = server.client().get(asked.path("reachability", parameters));
      PrintWriter out = spec.commandLine().getOut();
      if (output.table()) {
        Asked.sayIfNone(spec, answer.path("rounds"), "rounds of probes");
        print(out, answer.path("rounds"));
      } else {
        output.print(out, answer, answer.path("rounds"));
      }
      return ExitCode.OK;
    }

    /** The latest come first. */
    private static void print(PrintWriter out, JsonNode rounds) {
      Map<String, JsonNode> latest = new LinkedHashMap<>();
      for (JsonNode round : rounds) {
        latest.putIfAbsent(
            "%s %s %s"
                .formatted(
                    round.path("target").asText(),
                    round.path("probe").asText(),
                    round.path("host").asText()),
            round);
      }
      Table table = new Table("TARGET", "PROBE", "HOST", "ANSWERS", "MILLIS", "TIME", "ERROR");
      latest.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(each -> row(table, each.getValue()));
      table.print(out);
    }

    private static void row(Table table, JsonNode round) {
      JsonNode millis = round.path("responseMillis");
      table.row(
          round.path("target").asText(),
          round.path("probe").asText(),
          round.path("host").asText(),
          round.path("successful").asBoolean() ? "yes" : "no",
          millis.isNumber() ? "%.3f".formatted(millis.asDouble()) : "-",
          round.path("time").asText(),
          VisibleText.of(round.path("error").asText("")));
    }
  }
}
