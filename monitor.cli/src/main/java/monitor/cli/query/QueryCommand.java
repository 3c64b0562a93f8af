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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor query}. */
@Command(
    name = "query",
    description = "Shows a stored metric of all hosts: in numbers, or its points with --step.")
public final class QueryCommand implements Callable<Integer> {
  private static final String[] NUMBERS = {"count", "min", "mean", "max", "p95", "last"};

  @Mixin private Server server;
  @Mixin private Output output;
  @Mixin private Asked asked;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Name, such as system.cpu.utilization.")
  private String name = "";

  @Option(
      names = "--attribute",
      paramLabel = "NAME=VALUE",
      description = "Only series with this attribute; may be given several times.")
  private Map<String, String> attributes = new LinkedHashMap<>();

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      description = "Show the points, one for each such time: the mean, or the last of a counter.")
  private @Nullable String step;

  @SuppressWarnings("NullAway.Init")
  QueryCommand() {}

  @Override
  public Integer call() throws ApiException, JsonProcessingException {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>(attributes);
    parameters.put("name", name);
    parameters.put("step", step);
    String path = asked.path(step == null ? "stats" : "history", parameters);
    JsonNode answer = server.client().get(path);
    JsonNode series = answer.path("series");
    PrintWriter out = spec.commandLine().getOut();
    if (!output.table()) {
      output.print(out, answer, series);
      return ExitCode.OK;
    }
    Asked.sayIfNone(spec, series, "series of the name " + name);
    if (step == null) {
      numbers(out, series);
    } else {
      points(out, series);
    }
    return ExitCode.OK;
  }

  private static void numbers(PrintWriter out, JsonNode series) {
    Table table =
        new Table("HOST", "ATTRIBUTES", "UNIT", "COUNT", "MIN", "MEAN", "MAX", "P95", "LAST");
    for (JsonNode each : series) {
      String[] row = new String[3 + NUMBERS.length];
      row[0] = each.path("host").asText();
      row[1] = Attributes.text(each.path("attributes"));
      row[2] = each.path("unit").asText();
      for (int i = 0; i < NUMBERS.length; i++) {
        row[3 + i] = number(each.path(NUMBERS[i]));
      }
      table.row(row);
    }
    table.print(out);
  }

  private static void points(PrintWriter out, JsonNode series) {
    Table table = new Table("TIME", "HOST", "ATTRIBUTES", "VALUE");
    for (JsonNode each : series) {
      for (JsonNode point : each.path("points")) {
        table.row(
            point.path(0).asText(),
            each.path("host").asText(),
            Attributes.text(each.path("attributes")),
            number(point.path(1)) + " " + each.path("unit").asText());
      }
    }
    table.print(out);
  }

  private static String number(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "-";
    }
    return value.isIntegralNumber() ? value.asText() : "%.6g".formatted(value.asDouble());
  }
}
