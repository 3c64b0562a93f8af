package monitor.cli.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import monitor.cli.client.ApiException;
import monitor.cli.client.Encoded;
import monitor.cli.platform.Server;
import monitor.cli.terminal.Confirmation;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor agent}. */
@Command(
    name = "agent",
    description = "Shows agents, and revokes those that have joined.",
    subcommands = {AgentCommand.ListCommand.class, AgentCommand.RevokeCommand.class})
public final class AgentCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  AgentCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name what to do with agents");
  }

  /** {@code monitor agent list}. */
  @Command(
      name = "list",
      description =
          "Lists agents: which hosts they were seen with, when last, and their certificates.")
  static final class ListCommand implements Callable<Integer> {
    @Mixin private Server server;
    @Mixin private Output output;
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    ListCommand() {}

    @Override
    public Integer call() throws ApiException, JsonProcessingException {
      JsonNode agents = server.client().get("/api/v1/agents");
      PrintWriter out = spec.commandLine().getOut();
      if (!output.table()) {
        output.print(out, agents, agents.path("agents"));
        return ExitCode.OK;
      }
      Table table = new Table("NAME", "STATE", "LAST SEEN", "HOSTS", "FROM", "SOFTWARE", "EXPIRES");
      for (JsonNode agent : agents.path("agents")) {
        table.row(
            agent.path("name").asText(),
            state(agent),
            agent.path("lastSeen").asText(),
            joined(agent.path("hosts"), "host"),
            joined(agent.path("connections"), "address"),
            joined(agent.path("connections"), "software"),
            agent.path("expires").asText());
      }
      table.print(out);
      if (agents.hasNonNull("missing")) {
        spec.commandLine()
            .getErr()
            .println("Hosts are missing: " + agents.path("missing").asText());
      }
      return ExitCode.OK;
    }

    private static String state(JsonNode agent) {
      if (agent.path("revoked").asBoolean()) {
        return "revoked";
      }
      return agent.path("connected").asBoolean() ? "connected" : "";
    }

    private static String joined(JsonNode all, String field) {
      return StreamSupport.stream(all.spliterator(), false)
          .map(each -> each.path(field).asText())
          .distinct()
          .collect(Collectors.joining("; "));
    }
  }

  /** {@code monitor agent revoke}. */
  @Command(
      name = "revoke",
      description =
          "Refuses an agent from now on, ends its connection, and asks first. A new token lets it join again.")
  static final class RevokeCommand implements Callable<Integer> {
    private static final String NOT_JOINED = "which had not joined at this collector";

    @Mixin private Server server;
    @Mixin private Confirmation confirmation;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Parameters(paramLabel = "NAME", description = "Name of the agent.")
    private String name = "";

    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    RevokeCommand() {}

    @Override
    public Integer call() throws ApiException {
      PrintWriter out = spec.commandLine().getOut();
      if (dryRun) {
        out.println("revoke %s, %s".formatted(name, joined() ? "which has joined" : NOT_JOINED));
        return ExitCode.OK;
      }
      if (!confirmation.agreed("revoke " + name, "Revoke the agent " + name + "?")) {
        return ExitCode.FAILED;
      }
      JsonNode answer = server.client().change("POST", path());
      out.println(
          answer.path("joined").asBoolean()
              ? "%s is revoked.".formatted(name)
              : "%s is revoked, %s.".formatted(name, NOT_JOINED));
      return ExitCode.OK;
    }

    private boolean joined() throws ApiException {
      for (JsonNode agent : server.client().get("/api/v1/agents").path("agents")) {
        if (agent.path("name").asText().equals(name)
            && agent.hasNonNull("joined")
            && !agent.path("revoked").asBoolean()) {
          return true;
        }
      }
      return false;
    }

    private String path() {
      return "/api/v1/agents/%s/revoke".formatted(Encoded.of(name));
    }
  }
}
