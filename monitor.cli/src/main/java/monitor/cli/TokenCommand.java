package monitor.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import monitor.cli.client.Login;
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
        description = "What the token is for.")
    private String name = "";

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "viewer, operator or admin (default: ${DEFAULT-VALUE}).")
    private String role = "viewer";

    @Option(
        names = "--expires-in",
        paramLabel = "TIME",
        description = "How long it is valid (default: ${DEFAULT-VALUE}).")
    private String expiresIn = "90d";

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
          .println(
              login
                  .post(
                      "/api/v1/tokens", Map.of("name", name, "role", role, "expiresIn", expiresIn))
                  .path("token")
                  .asText());
      return ExitCode.OK;
    }
  }
}
