package monitor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import monitor.cli.client.Login;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code monitor token}. */
@Command(
    name = "token",
    description = "Makes tokens for programs.",
    subcommands = TokenCommand.CreateCommand.class)
final class TokenCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  TokenCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name what to do with tokens");
  }

  /** {@code monitor token create}. */
  @Command(
      name = "create",
      description =
          "Signs in as an administrator and prints a new token, which the platform shows only once.")
  static final class CreateCommand implements Callable<Integer> {
    @Mixin private Server server;

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "What the token is for; of an agent its name.")
    private String name = "";

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description =
            "viewer, operator or admin (default: ${DEFAULT-VALUE}); agent: a token that the agent of this name joins with, once.")
    private String role = "viewer";

    @Option(
        names = "--expires-in",
        paramLabel = "TIME",
        description = "How long it is valid (default: 90d; of an agent 24h).")
    private @Nullable String expiresIn;

    @Option(
        names = "--user",
        paramLabel = "NAME",
        description = "The administrator (default: ${DEFAULT-VALUE}).")
    private String user = "admin";

    @Option(
        names = "--password-stdin",
        description = "Read the password from standard input instead of asking for it.")
    private boolean standardInput;

    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    CreateCommand() {}

    @Override
    public Integer call() throws ApiException, IOException {
      String password =
          standardInput ? Password.line(System.in) : Password.ask("Password of " + user + ": ");
      Login login = Login.of(server.client(), user, password);
      spec.commandLine()
          .getOut()
          .println((role.equals("agent") ? joinToken(login) : token(login)).path("token").asText());
      return ExitCode.OK;
    }

    private JsonNode token(Login login) throws ApiException {
      return login.post(
          "/api/v1/tokens",
          Map.of(
              "name",
              name,
              "role",
              role,
              "expiresIn",
              Objects.requireNonNullElse(expiresIn, "90d")));
    }

    private JsonNode joinToken(Login login) throws ApiException {
      return login.post(
          "/api/v1/agents/tokens",
          Map.of("name", name, "expiresIn", Objects.requireNonNullElse(expiresIn, "24h")));
    }
  }
}
