package monitor.cli.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.client.Login;
import monitor.cli.platform.Server;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Options of commands that are for administrators alone: they use a token where it is that of one,
 * and else a name and a password.
 */
final class Administrator {
  private static final String ADMIN = "admin";

  @Mixin private Server server;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description =
          "The administrator who signs in with a password (default: an administrator's token if there is one, else the user admin).")
  private @Nullable String user;

  @Option(
      names = "--password-stdin",
      description = "Read each password from a line of standard input instead of asking for it.")
  private boolean standardInput;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private @Nullable BufferedReader input;

  @SuppressWarnings("NullAway.Init")
  Administrator() {}

  /** What an administrator does. */
  @FunctionalInterface
  interface Work {
    /** Does it and answers the exit code. */
    int with(ApiClient client) throws ApiException, IOException;
  }

  /**
   * Has an administrator do something.
   *
   * @throws ApiException also if nobody can be asked for a password
   */
  int act(Work work) throws ApiException, IOException {
    ApiClient given = server.client();
    if ("unix".equals(given.server().getScheme())) {
      throw new ApiException(
          ApiException.Kind.NOT_FOUND,
          "What runs here is an agent, which has no users and no tokens; name a collector with --server");
    }
    if (user == null && suffices(given)) {
      return work.with(given);
    }
    try (Login login = signIn(given, user == null ? ADMIN : user)) {
      return work.with(login.client());
    }
  }

  /** Whether there is a token, and that of an administrator. */
  private boolean suffices(ApiClient client) throws ApiException {
    if (client.credentials().isEmpty()) {
      return false;
    }
    String why;
    try {
      String role = client.get("/api/v1/session").path("user").path("role").asText();
      if (role.equals(ADMIN)) {
        return true;
      }
      why = "The token has the role " + role;
    } catch (ApiException e) {
      if (e.kind() != ApiException.Kind.AUTHENTICATION) {
        throw e;
      }
      why = "The token is not valid, or no longer";
    }
    spec.commandLine().getErr().println(why + "; this takes an administrator.");
    return false;
  }

  private Login signIn(ApiClient client, String name) throws ApiException, IOException {
    String password = standardInput ? nextLine() : Password.ask("Password of " + name + ": ");
    if (password == null) {
      throw new ApiException(
          ApiException.Kind.AUTHENTICATION, "Standard input holds no password of " + name);
    }
    try {
      return Login.of(client, name, password);
    } catch (ApiException e) {
      if (e.kind() != ApiException.Kind.AUTHENTICATION) {
        throw e;
      }
      throw new ApiException(
          e.kind(),
          "%s cannot sign in: %s (--user names another administrator)"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  /**
   * The new password of a user: asked for twice, or the last line of standard input.
   *
   * @throws ParameterException if standard input holds less or more
   * @throws ApiException if there is no terminal, or the two are not the same
   */
  String newPassword(String name) throws ApiException, IOException {
    if (standardInput) {
      String password = nextLine();
      if (password == null) {
        throw wrongInput("holds no new password of " + name);
      }
      if (nextLine() != null) {
        throw wrongInput("goes on after the new password of " + name);
      }
      return password;
    }
    String password = Password.ask("New password of " + name + ": ");
    if (!Password.ask("The same once more: ").equals(password)) {
      throw new ApiException(
          ApiException.Kind.FAILED, "The two passwords are not the same; nothing has changed");
    }
    return password;
  }

  private ParameterException wrongInput(String what) {
    return new ParameterException(
        spec.commandLine(), "Standard input %s; nothing has changed".formatted(what));
  }

  private @Nullable String nextLine() throws IOException {
    if (input == null) {
      input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }
    return input.readLine();
  }
}
