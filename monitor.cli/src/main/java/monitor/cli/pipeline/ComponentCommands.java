package monitor.cli.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import monitor.cli.client.Encoded;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor source} and {@code monitor sink}. */
public final class ComponentCommands {
  private ComponentCommands() {}

  /** {@code monitor source}. */
  @Command(
      name = "source",
      description = "Shows sources, and holds them.",
      subcommands = {SourceList.class, SourceInfo.class, Pause.class, Resume.class, Restart.class})
  public static final class Source extends Group {}

  /** {@code monitor sink}. */
  @Command(
      name = "sink",
      description = "Shows sinks.",
      subcommands = {SinkList.class, SinkInfo.class})
  public static final class Sink extends Group {}

  /** A command that needs another. */
  abstract static sealed class Group implements Runnable {
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    Group() {}

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "Name what to do with a " + spec.name());
    }
  }

  /** What all have in common. */
  abstract static sealed class Request implements Callable<Integer> {
    @Mixin private Server server;
    @Mixin private Output output;
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    Request() {}

    /** {@code sources} or {@code sinks}. */
    abstract String kind();

    /** The answer to this request. */
    abstract JsonNode ask(Server from) throws ApiException;

    @Override
    public Integer call() throws ApiException, JsonProcessingException {
      JsonNode answer = ask(server);
      boolean list = answer.path(kind()).isArray();
      PrintWriter out = spec.commandLine().getOut();
      if (!output.table()) {
        output.print(out, answer, list ? answer.path(kind()) : answer);
      } else if (list) {
        rows(answer.path(kind())).print(out);
      } else {
        fields(answer).print(out);
      }
      return ExitCode.OK;
    }

    private static Table rows(JsonNode components) {
      Table table = new Table("NAME", "PLUGIN", "STATE", "EVENTS/S", "BACKLOG", "REASON");
      for (JsonNode each : components) {
        table.row(
            each.path("name").asText(),
            each.path("plugin").asText(),
            each.path("state").asText(),
            "%.1f".formatted(each.path("eventsPerSecond").asDouble()),
            each.path("backlog").asText(),
            each.path("reason").asText(""));
      }
      return table;
    }

    private static Table fields(JsonNode component) {
      Table table = new Table("WHAT", "VALUE");
      component
          .properties()
          .forEach(each -> {
            JsonNode value = each.getValue();
            table.row(each.getKey(), value.isValueNode() ? value.asText() : value.toString());
          });
      return table;
    }
  }

  /** Lists all. */
  abstract static sealed class ListAll extends Request {
    @Override
    JsonNode ask(Server from) throws ApiException {
      return from.client().get("/api/v1/" + kind());
    }
  }

  /** {@code monitor source list}. */
  @Command(name = "list", description = "Lists the sources with their states and rates.")
  static final class SourceList extends ListAll {
    @Override
    String kind() {
      return "sources";
    }
  }

  /** {@code monitor sink list}. */
  @Command(name = "list", description = "Lists the sinks with their states and rates.")
  static final class SinkList extends ListAll {
    @Override
    String kind() {
      return "sinks";
    }
  }

  /** Is about one. */
  abstract static sealed class One extends Request {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name = "";

    /** Its route. */
    String route() {
      return "/api/v1/%s/%s".formatted(kind(), Encoded.of(name));
    }

    @Override
    JsonNode ask(Server from) throws ApiException {
      return from.client().get(route());
    }
  }

  /** {@code monitor source info}. */
  @Command(name = "info", description = "Shows everything that is known of a source.")
  static final class SourceInfo extends One {
    @Override
    String kind() {
      return "sources";
    }
  }

  /** {@code monitor sink info}. */
  @Command(name = "info", description = "Shows everything that is known of a sink.")
  static final class SinkInfo extends One {
    @Override
    String kind() {
      return "sinks";
    }
  }

  /** Does something with a source. */
  abstract static sealed class Act extends One {
    private final String action;

    Act(String action) {
      this.action = action;
    }

    @Override
    String kind() {
      return "sources";
    }

    @Override
    JsonNode ask(Server from) throws ApiException {
      return from.client().change("POST", route() + "/" + action);
    }
  }

  /** {@code monitor source pause}. */
  @Command(name = "pause", description = "Holds a source until it is resumed.")
  static final class Pause extends Act {
    Pause() {
      super("pause");
    }
  }

  /** {@code monitor source resume}. */
  @Command(name = "resume", description = "Lets a paused source go on.")
  static final class Resume extends Act {
    Resume() {
      super("resume");
    }
  }

  /** {@code monitor source restart}. */
  @Command(name = "restart", description = "Closes a source and opens it again.")
  static final class Restart extends Act {
    Restart() {
      super("restart");
    }
  }
}
