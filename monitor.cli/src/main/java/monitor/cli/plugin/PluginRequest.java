package monitor.cli.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.client.Encoded;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have in common that change a plugin: they follow the deployment to its end. */
final class PluginRequest {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Mixin private Server server;
  @Mixin private Output output;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      description = "Why you do it; kept in the history of the plugin.")
  private String why = "";

  @Option(names = "--dry-run", description = "Say what would change, and change nothing.")
  private boolean dryRun;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  PluginRequest() {}

  /** The route of a plugin. */
  static String path(String plugin) {
    return "/api/v1/plugins/" + Encoded.of(plugin);
  }

  boolean dryRun() {
    return dryRun;
  }

  ApiClient client() throws ApiException {
    return server.client();
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  Output output() {
    return output;
  }

  /** The route with the reason. */
  String withWhy(String path) {
    return why.isEmpty()
        ? path
        : path + (path.contains("?") ? "&" : "?") + "why=" + Encoded.of(why);
  }

  /** Sends a change that needs no body, and follows it. */
  int send(String method, String path)
      throws ApiException, InterruptedException, JsonProcessingException {
    ApiClient client = client();
    return follow(client, client.change(method, withWhy(path)));
  }

  /**
   * Tells each step on standard error and the end on standard output.
   *
   * @return the exit code
   */
  int follow(ApiClient client, JsonNode started)
      throws ApiException, InterruptedException, JsonProcessingException {
    String path = "/api/v1/deployments/" + Encoded.of(started.path("id").asText());
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode now = started;
    int told = tell(now, 0);
    while (now.path("state").asText().equals("running")) {
      if (System.nanoTime() - end > 0) {
        throw new ApiException(
            ApiException.Kind.TIMEOUT,
            "%s is not over after %d minutes".formatted(path, PATIENCE.toMinutes()));
      }
      Thread.sleep(LOOK);
      now = client.get(path);
      told = tell(now, told);
    }
    return ended(now);
  }

  private int tell(JsonNode deployment, int told) {
    JsonNode steps = deployment.path("steps");
    int next = told;
    while (next < steps.size() && !steps.get(next).path("state").asText().equals("running")) {
      JsonNode step = steps.get(next++);
      if (output.table()) {
        spec.commandLine()
            .getErr()
            .printf(
                "%-10s %-7s %s%n",
                step.path("name").asText(),
                step.path("state").asText(),
                step.path("detail").asText());
      }
    }
    return next;
  }

  private int ended(JsonNode deployment) throws JsonProcessingException {
    String state = deployment.path("state").asText();
    if (!output.table()) {
      output.print(out(), deployment, deployment);
    } else if (state.equals("committed")) {
      out().println(sentence(deployment) + ": committed");
    } else {
      spec.commandLine()
          .getErr()
          .println(
              "monitor: %s: %s, %s"
                  .formatted(sentence(deployment), state, deployment.path("reason").asText()));
    }
    return switch (state) {
      case "committed" -> ExitCode.OK;
      case "rejected" -> ExitCode.REFUSED;
      case "rolled-back" -> ExitCode.ROLLED_BACK;
      default -> ExitCode.NOT_RESTORED;
    };
  }

  private static String sentence(JsonNode deployment) {
    String from = deployment.path("fromVersion").asText("");
    String to = deployment.path("toVersion").asText("");
    String versions =
        from.isEmpty() || to.isEmpty() || from.equals(to)
            ? to + (to.isEmpty() ? from : "")
            : from + " to " + to;
    return "%s of %s %s"
        .formatted(deployment.path("action").asText(), deployment.path("plugin").asText(), versions)
        .strip();
  }
}
