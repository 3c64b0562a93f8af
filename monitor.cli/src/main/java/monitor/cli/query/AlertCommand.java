package monitor.cli.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import monitor.cli.client.ApiException;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;
import monitor.cli.terminal.VisibleText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code monitor alert}. */
@Command(
    name = "alert",
    description = "Shows alerts, the rules they come from, and where they are told.",
    subcommands = {
      AlertCommand.ListCommand.class,
      AlertCommand.RulesCommand.class,
      AlertCommand.ChannelsCommand.class
    })
public final class AlertCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  AlertCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name what to show: list, rules or channels");
  }

  /** One list of the platform. */
  abstract static sealed class Listing implements Callable<Integer> {
    @Mixin private Server server;
    @Mixin private Output output;
    @Spec private CommandSpec spec;

    /** The route, and the field of its answer that is shown. */
    private final String route;

    private final String field;

    @SuppressWarnings("NullAway.Init")
    Listing(String route, String field) {
      this.route = route;
      this.field = field;
    }

    /** The field of the answer that is shown. */
    String field() {
      return field;
    }

    /** What to say where there is none. */
    abstract String none();

    abstract Table headings();

    abstract void row(Table table, JsonNode item);

    @Override
    public Integer call() throws ApiException, JsonProcessingException {
      JsonNode answer = server.client().get("/api/v1/" + route);
      JsonNode items = answer.path(field());
      PrintWriter out = spec.commandLine().getOut();
      if (!output.table()) {
        output.print(out, answer, items);
        return ExitCode.OK;
      }
      if (items.isEmpty()) {
        spec.commandLine().getErr().println(none());
      }
      Table table = headings();
      items.forEach(item -> row(table, item));
      table.print(out);
      return ExitCode.OK;
    }
  }

  /** {@code monitor alert list}. */
  @Command(
      name = "list",
      description =
          "Lists what is wrong now, or with --ended what was. Pending is what has not been wrong for long enough yet.")
  static final class ListCommand extends Listing {
    @Option(names = "--ended", description = "Those that are over, the latest of them.")
    private boolean ended;

    ListCommand() {
      super("alerts", "alerts");
    }

    @Override
    String field() {
      return ended ? "ended" : super.field();
    }

    @Override
    String none() {
      return ended
          ? "No alert has ended"
          : "Nothing is wrong by the rules; see monitor alert rules";
    }

    @Override
    Table headings() {
      return new Table(
          "SEVERITY", "STATE", "RULE", "HOST", "VALUE", "CONDITION", "OF", "SINCE", "ENDED");
    }

    @Override
    void row(Table table, JsonNode alert) {
      table.row(
          alert.path("severity").asText(),
          alert.path("state").asText(),
          alert.path("rule").asText(),
          VisibleText.of(alert.path("host").asText()),
          VisibleText.of(
              "%.4g %s"
                  .formatted(alert.path("value").asDouble(), alert.path("unit").asText())
                  .strip()),
          VisibleText.of(alert.path("condition").asText()),
          VisibleText.of(Attributes.text(alert.path("attributes"))),
          alert.path("since").asText(),
          alert.hasNonNull("ended") ? alert.path("ended").asText() : "");
    }
  }

  /** {@code monitor alert rules}. */
  @Command(name = "rules", description = "Lists the rules, and what is wrong with one.")
  static final class RulesCommand extends Listing {
    RulesCommand() {
      super("rules", "rules");
    }

    @Override
    String none() {
      return "There are no rules: write [[analysis.alerts.rule]] into the configuration";
    }

    @Override
    Table headings() {
      return new Table("NAME", "SEVERITY", "WHEN", "HOLD", "WEBHOOKS", "FROM", "PROBLEM");
    }

    @Override
    void row(Table table, JsonNode view) {
      JsonNode rule = view.path("rule");
      String when =
          "%s %s %s %s"
              .formatted(
                  rule.path("metric").asText(),
                  Attributes.text(rule.path("attributes")),
                  rule.path("comparison").asText(),
                  rule.path("threshold").asText());
      table.row(
          view.path("name").asText(),
          rule.path("severity").asText(),
          when.replaceAll(" +", " ").strip(),
          rule.path("hold").asText(""),
          texts(rule.path("webhooks")),
          view.path("origin").asText(),
          VisibleText.of(view.path("problem").asText("")));
    }
  }

  /** {@code monitor alert channels}. */
  @Command(
      name = "channels",
      description = "Lists the webhooks, and whether what was to be told has arrived.")
  static final class ChannelsCommand extends Listing {
    ChannelsCommand() {
      super("channels", "channels");
    }

    @Override
    String none() {
      return "Alerts are told nowhere: write [[analysis.alerts.webhook]] into the configuration";
    }

    @Override
    Table headings() {
      return new Table("NAME", "TARGET", "DELIVERED", "WAITING", "DROPPED", "PROBLEM");
    }

    @Override
    void row(Table table, JsonNode channel) {
      table.row(
          channel.path("name").asText(),
          channel.path("target").asText(),
          channel.path("delivered").asText(),
          channel.path("waiting").asText(),
          channel.path("dropped").asText(),
          VisibleText.of(channel.path("problem").asText("")));
    }
  }

  private static String texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
  }
}
