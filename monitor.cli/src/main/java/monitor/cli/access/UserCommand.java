package monitor.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code monitor user}. */
@Command(
    name = "user",
    description = "Shows who may sign in, and lets people in and out.",
    subcommands = {
      UserCommand.ListCommand.class,
      UserCommand.AddCommand.class,
      UserCommand.PasswordCommand.class,
      UserRemove.class
    })
public final class UserCommand implements Runnable {
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
      JsonNode users = client.get(UserChange.USERS);
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

  /** {@code monitor user add}. */
  @Command(
      name = "add",
      description = "Adds a user, whose password is asked for.",
      footer = UserChange.INPUT)
  static final class AddCommand extends UserChange {
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
      Optional<JsonNode> other = find(client.get(UserChange.USERS));
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
      footer = UserChange.INPUT)
  static final class PasswordCommand extends UserChange {
    @Override
    int change(ApiClient client) throws ApiException, IOException {
      String user = require(client.get(UserChange.USERS)).path("name").asText();
      if (dryRun) {
        return say("%s would get another password.".formatted(user));
      }
      client.post(route() + "/password", Map.of("password", administrator.newPassword(user)));
      return say("%s has another password.".formatted(user));
    }
  }
}
