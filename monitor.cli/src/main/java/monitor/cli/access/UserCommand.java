package monitor.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.client.Encoded;
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

/** {@code monitor user}. */
@Command(
    name = "user",
    description = "Shows who may sign in, and lets people in and out.",
    subcommands = {
      UserCommand.ListCommand.class,
      UserCommand.AddCommand.class,
      UserCommand.PasswordCommand.class,
      UserCommand.RemoveCommand.class
    })
public final class UserCommand implements Runnable {
  private static final String USERS = "/api/v1/users";

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  UserCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name what to do with users");
  }

  /** {@code monitor user list}. */
  @Command(name = "list", description = "Lists the users with their roles.")
  static final class ListCommand implements Callable<Integer> {
    @Mixin private Administrator administrator;
    @Mixin private Output output;
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    ListCommand() {}

    @Override
    public Integer call() throws ApiException, IOException {
      return administrator.act(this::list);
    }

    private int list(ApiClient client) throws ApiException, IOException {
      JsonNode users = client.get(USERS);
      if (!output.table()) {
        output.print(spec.commandLine().getOut(), users, users.path("users"));
        return ExitCode.OK;
      }
      Table table = new Table("NAME", "ROLE", "ADDED");
      for (JsonNode user : users.path("users")) {
        table.row(
            user.path("name").asText(), user.path("role").asText(), user.path("created").asText());
      }
      table.print(spec.commandLine().getOut());
      return ExitCode.OK;
    }
  }

  /** What all have in common that change a user. */
  abstract static sealed class Change implements Callable<Integer> {
    static final String INPUT =
        "With --password-stdin, standard input holds one line, the new password; where an administrator signs in with a password too, it holds two, and the administrator's is the first.";

    @Mixin Administrator administrator;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    boolean dryRun;

    @Parameters(paramLabel = "NAME", description = "Name of the user.")
    String name = "";

    @Spec CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    Change() {}

    @Override
    public Integer call() throws ApiException, IOException {
      return administrator.act(this::change);
    }

    abstract int change(ApiClient client) throws ApiException, IOException;

    /** The user of this name, upper and lower case alike. */
    Optional<JsonNode> find(JsonNode users) {
      return StreamSupport.stream(users.path("users").spliterator(), false)
          .filter(user -> user.path("name").asText().equalsIgnoreCase(name))
          .findFirst();
    }

    /** The user, who has to be there. */
    JsonNode require(JsonNode users) throws ApiException {
      return find(users)
          .orElseThrow(() ->
              new ApiException(
                  ApiException.Kind.NOT_FOUND,
                  "There is no user %s; `monitor user list` shows those there are"
                      .formatted(name)));
    }

    String route() {
      return USERS + "/" + Encoded.of(name);
    }

    int say(String sentence) {
      spec.commandLine().getOut().println(sentence);
      return ExitCode.OK;
    }
  }

  /** {@code monitor user add}. */
  @Command(
      name = "add",
      description = "Adds a user, whose password is asked for.",
      footer = Change.INPUT)
  static final class AddCommand extends Change {
    /** What a person may do. */
    enum Role {
      /** Sees. */
      viewer,
      /** Sees and switches. */
      operator,
      /** Does everything. */
      admin
    }

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "viewer, operator or admin (default: ${DEFAULT-VALUE}).")
    private Role role = Role.viewer;

    @Override
    int change(ApiClient client) throws ApiException, IOException {
      Optional<JsonNode> other = find(client.get(USERS));
      if (other.isPresent()) {
        String taken = other.get().path("name").asText();
        throw new ApiException(
            ApiException.Kind.FAILED,
            "There is a user %s already, of the role %s; `monitor user passwd %s` sets another password"
                .formatted(taken, other.get().path("role").asText(), taken));
      }
      if (dryRun) {
        return say("%s would be added with the role %s.".formatted(name, role));
      }
      String password = administrator.newPassword(name);
      client.post(USERS, Map.of("username", name, "password", password, "role", role.name()));
      return say("%s is added with the role %s.".formatted(name, role));
    }
  }

  /** {@code monitor user passwd}. */
  @Command(
      name = "passwd",
      description =
          "Sets another password of a user, which is asked for. Whoever is signed in with the old one has to sign in again.",
      footer = Change.INPUT)
  static final class PasswordCommand extends Change {
    @Override
    int change(ApiClient client) throws ApiException, IOException {
      String user = require(client.get(USERS)).path("name").asText();
      if (dryRun) {
        return say("%s would get another password.".formatted(user));
      }
      client.post(route() + "/password", Map.of("password", administrator.newPassword(user)));
      return say("%s has another password.".formatted(user));
    }
  }

  /** {@code monitor user remove}. */
  @Command(
      name = "remove",
      description =
          "Removes a user, who is signed out at once. Tokens that the user made stay, and are named.")
  static final class RemoveCommand extends Change {
    @Override
    int change(ApiClient client) throws ApiException {
      JsonNode users = client.get(USERS);
      String user = require(users).path("name").asText();
      expectAnotherAdministrator(users);
      List<String> left = tokens(client, user);
      if (!dryRun) {
        client.change("DELETE", route());
      }
      say("%s %s removed.".formatted(user, dryRun ? "would be" : "is"));
      if (!left.isEmpty()) {
        spec.commandLine()
            .getErr()
            .println(
                "Tokens that %s made stay until `monitor token revoke`: %s"
                    .formatted(user, String.join(", ", left)));
      }
      return ExitCode.OK;
    }

    private void expectAnotherAdministrator(JsonNode users) throws ApiException {
      for (JsonNode user : users.path("users")) {
        if (user.path("role").asText().equals("admin")
            && !user.path("name").asText().equalsIgnoreCase(name)) {
          return;
        }
      }
      throw new ApiException(
          ApiException.Kind.FAILED,
          "%s is the last administrator; add another first: monitor user add NAME --role admin"
              .formatted(name));
    }

    private static List<String> tokens(ApiClient client, String user) throws ApiException {
      List<String> made = new ArrayList<>();
      for (JsonNode token : client.get("/api/v1/tokens").path("tokens")) {
        if (token.path("createdBy").asText().equalsIgnoreCase(user)) {
          made.add("%s (%s)".formatted(token.path("id").asText(), token.path("name").asText()));
        }
      }
      return made;
    }
  }
}
